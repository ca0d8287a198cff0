/** Longest key that every MLflow server takes, in characters. */
export const MAX_KEY_LENGTH = 250;

/** MLflow's `^[/\w.\- :]*$` with Python's Unicode `\w`. */
const ALLOWED = /^[/\p{L}\p{N}\p{M}_.\- :]+$/u;
/** Nearly all keys; the expression for all letters takes V8 longer to compile than a hundred keys to test. */
const PLAIN = /^[/\w.\- :]+$/;

/** @returns whether MLflow takes the name for a metric, parameter or tag as it is. */
export function isValidKey(key: string): boolean {
  if (!(PLAIN.test(key) || ALLOWED.test(key)) || key.startsWith("..") || key.startsWith("/")) return false;
  if (Array.from(key).length > MAX_KEY_LENGTH) return false;
  return key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/**
 * @returns the nearest name that MLflow takes: Hydra's `splits[0]` becomes `splits.0`, what is not allowed becomes
 * `_`, and the path is brought to its normal form. A valid key is returned unchanged.
 */
export function toValidKey(key: string): string {
  if (isValidKey(key)) return key;
  const named = key.replace(/\[([^[\]]*)\]/gu, ".$1").replace(/[^/\p{L}\p{N}\p{M}_.\- :]/gu, "_");
  const parts = named.split("/").filter((part) => part !== "" && part !== ".");
  const path = parts.map((part) => (part === ".." ? "__" : part)).join("/");
  const short = Array.from(path.replace(/^\.\./, "__")).slice(0, MAX_KEY_LENGTH).join("");
  return short.replace(/\/\.*$/, "") || "_";
}
