import { HYDRA_FLAGS } from "../../config/app/flags/hydra-flags.js";

const COMPLETION = "shell-completion";
/** Flags that ask for a text; whatever else is asked for then waits. */
export const SHOWING: readonly string[] = ["help", "hydra-help", "schema", "cfg", "info", COMPLETION];
/** Flags and commands that each have code of their own. */
const WAYS = new Set([...SHOWING, "version", "dry-run", "multirun", "experimental-rerun", "sync", "ui"]);
const SHORT: ReadonlyMap<string, string> = new Map(
  HYDRA_FLAGS.flatMap((flag) => ("short" in flag ? [[flag.short, flag.name] as const] : [])),
);

/**
 * @param line what is to be completed.
 * @returns what a command line asks for, as far as it can be told without reading it in full; a run when in doubt.
 */
export function wayOf(argv: readonly string[], line = ""): string {
  for (const word of argv) {
    const name = word.replace(/^--?|=.*/g, "");
    const way = SHORT.get(name) ?? name;
    if (way === COMPLETION && argv.some((other) => other.startsWith("query="))) return queryOf(line);
    if (WAYS.has(way)) return way;
  }
  return "run";
}

/** Keys take a composition, options of a group do not. */
function queryOf(line: string): string {
  return /=\S*$/.test(line) ? "complete-value" : "complete-key";
}
