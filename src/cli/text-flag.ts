import type { Arguments } from "../config/app/flags/parse-arguments.js";

/** @returns the value of a flag; undefined where it is not given. */
export function textFlag(flags: Arguments["flags"], name: string): string | undefined {
  const value = flags.get(name);
  return typeof value === "string" ? value : undefined;
}
