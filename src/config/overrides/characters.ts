/** The character classes of the override grammar, on UTF-16 code units; NaN, past the end, is in none. */

/** @returns whether the code is one of `0`-`9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** @returns whether the code may begin an identifier: an ASCII letter or `_`. */
export function isIdStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** @returns whether the code may go on an identifier: an ASCII letter, a digit, `_` or `-`. */
export function isIdPart(code: number): boolean {
  return isIdStart(code) || isDigit(code) || code === 45;
}

/** @returns whether the code is white space to the grammar: a space or a tab, nothing else. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/** @returns the first index from `index` on that holds no white space. */
export function skipSpace(text: string, index: number): number {
  let end = index;
  while (isSpace(text.charCodeAt(end))) end++;
  return end;
}
