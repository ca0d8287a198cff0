import { closest, distance } from "fastest-levenshtein";

/** A name that needs more changes than this share of its letters was meant to be another word. */
const MAX_SHARE = 0.5;

/**
 * @param path what stands in front of the names: `db.`
 * @returns the line that proposes the name that was probably meant, with a line break in front; or nothing.
 */
export function didYouMean(name: string, names: readonly string[], path = ""): string {
  if (names.length === 0) return "";
  const nearest = closest(name, [...names]);
  const allowed = Math.floor(Math.max(name.length, nearest.length) * MAX_SHARE);
  return distance(name, nearest) > allowed ? "" : `\nDid you mean '${path}${nearest}'?`;
}
