/** Expected failures of planning and loading: values that say what is wrong, where, and what was allowed. */
import { nearestName } from "../schema/problem.js";
import type { Failure } from "./protocol.js";

/** Something that the user can mend before anything runs. */
export interface Problem extends Failure {
  /** The config key at fault, dotted, so that a caller can point at the user's line. */
  readonly key?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @returns `value`, unless there are problems. */
export function resultOf<T>(value: T, problems: readonly Problem[]): Result<T> {
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** @returns ` Did you mean 'x'?` for the name nearest to `received`, or nothing when none is near. */
export function didYouMean(received: string, allowed: Iterable<string>): string {
  const nearest = nearestName(received, [...allowed]);
  return nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
}
