import { HYDRA_FLAGS } from "../../config/app/flags/hydra-flags.js";

/** Flags and commands that each have code of their own. */
const WAYS = new Set([
  ...["shell-completion", "cfg", "info", "help", "hydra-help", "schema", "version"],
  ...["dry-run", "multirun", "experimental-rerun", "sync", "ui"],
]);
const SHORT: ReadonlyMap<string, string> = new Map(
  HYDRA_FLAGS.flatMap((flag) => ("short" in flag ? [[flag.short, flag.name] as const] : [])),
);

/** @returns what a command line asks for, as far as it can be told without reading it in full; a run when in doubt. */
export function wayOf(argv: readonly string[]): string {
  for (const word of argv) {
    const name = word.replace(/^--?|=.*/g, "");
    const way = SHORT.get(name) ?? name;
    if (WAYS.has(way)) return way;
  }
  return "run";
}
