import { closest, distance } from "fastest-levenshtein";

/** A name that needs more changes than this share of its letters was meant to be another word. */
const MAX_SHARE = 0.4;

/** @returns the line that proposes the name that was probably meant, with a line break in front; or nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const nearest = closest(name, [...names]);
  const allowed = Math.max(2, Math.floor(nearest.length * MAX_SHARE));
  return distance(name, nearest) > allowed ? "" : `\nDid you mean '${nearest}'?`;
}
