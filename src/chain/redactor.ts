/** What replaces a secret in anything that people or trackers read. */
const MASK = "***";
/** Shorter values occur in ordinary text: masking them would hide that and protect nothing. */
const MIN_LENGTH = 4;

/**
 * @param secrets text as it is, anything else as JSON, whose own texts are secrets too.
 * @param minLength of a secret: shorter ones are left.
 * @returns a function that masks the secrets in a text.
 */
export function redactor(secrets: readonly string[], minLength = MIN_LENGTH): (text: string) => string {
  const whole = secrets.filter(({ length }) => length >= minLength);
  const within = secrets.flatMap(textsWithin).filter(({ length }) => length >= MIN_LENGTH);
  const hidden = [...whole, ...within].sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}

/** @returns the texts and numbers in a secret that is a mapping or a list. */
function textsWithin(secret: string): string[] {
  if (!/^[[{]/.test(secret)) return [];
  try {
    return leavesOf(JSON.parse(secret));
  } catch {
    return [];
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}
