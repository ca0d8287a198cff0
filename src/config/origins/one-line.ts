/** Controls, line and paragraph separators, halves of pairs, private and unassigned characters. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** @returns the text with all that would break or disturb a line written as `\u{a}`. */
export function oneLine(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
