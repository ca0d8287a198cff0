import { closest, distance } from "fastest-levenshtein";
import type { Origin } from "../config/nodes/node.js";

/** One thing that is wrong with a configuration. */
export interface Problem {
  /** The dotted key at fault. */
  readonly key: string;
  /** What is wrong, as a sentence without the key. */
  readonly message: string;
  /** Where it was written, or left out. */
  readonly origin?: Origin;
  /** The key is not there: the place is that of what lacks it. */
  readonly lacking?: true;
  /** What was allowed, the nearest valid name, how to mend it. */
  readonly hint?: string;
}

/** Sorts problems by file and line; what was not written in a file comes last, as it was found. */
export function byPlace({ origin: a }: Problem, { origin: b }: Problem): number {
  if (a?.type !== "file" || b?.type !== "file")
    return Number(a?.type !== "file") - Number(b?.type !== "file");
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** @returns the nearest of the names when it is near enough to be a slip of the pen. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const nearest = closest(name.toLowerCase(), names.map(lowerCase));
  const found = names.find((candidate) => lowerCase(candidate) === nearest);
  return distance(name.toLowerCase(), nearest) <= Math.max(2, Math.floor(name.length / 3))
    ? found
    : undefined;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
