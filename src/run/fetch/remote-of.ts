import type { Plan, Source } from "../../chain/plan.js";
import { isRemote } from "../../chain/remote-input.js";

/** @returns the address on the web that a source is, or undefined. */
export function remoteOf(source: Source): string | undefined {
  return source.type === "config" && isRemote(source.path) ? source.path : undefined;
}

/** @returns whether a plan takes anything from the web. */
export function takesFromWeb({ stages }: Plan): boolean {
  return stages.some(({ takes }) => Object.values(takes).some((source) => remoteOf(source) !== undefined));
}
