/** What replaces a secret in anything that people or trackers read. */
const MASK = "***";
/** Shorter values occur in ordinary text: masking them would hide that and protect nothing. */
const MIN_LENGTH = 4;

/** @returns a function that masks the secrets in a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets.filter((secret) => secret.length >= MIN_LENGTH).sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}
