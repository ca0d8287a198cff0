import { closest, distance } from "fastest-levenshtein";

/** A word that needs more changes than this share of its letters was meant to be another. */
const MAX_SHARE = 0.5;

/** @returns the hint for a word that is none of those there are: them all, and the one that was probably meant */
export function supported(word: string, words: readonly string[]): string {
  const nearest = closest(word, [...words]);
  const allowed = Math.floor(Math.max(word.length, nearest.length) * MAX_SHARE);
  const meant = distance(word, nearest) > allowed ? "" : ` Did you mean '${nearest}'?`;
  return `Supported: ${words.join(", ")}.${meant}`;
}
