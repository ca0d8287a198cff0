/** Numbers as the override grammar writes them; everything else (`010`, `0x10`, `1__0`) is text. */
import { isDigit } from "./characters.js";

const ZERO = 48;
const DOT = 46;
const UNDERSCORE = 95;

/** @returns where the number that begins at `start` ends and whether it is a float; undefined if there is none. */
export function scanNumber(text: string, start: number): { end: number; isFloat: boolean } | undefined {
  const first = isSign(text.charCodeAt(start)) ? start + 1 : start;
  const intEnd = scanInt(text, first);
  const pointEnd = scanPoint(text, first, intEnd);
  const end = Math.max(intEnd, pointEnd);
  if (end === first) return scanNonFinite(text, first);
  const exponentEnd = scanExponent(text, end);
  return { end: Math.max(end, exponentEnd), isFloat: pointEnd > intEnd || exponentEnd > end };
}

/** @returns the end of `0` or of digits without a leading zero, with single underscores between; `start` if none. */
export function scanInt(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === ZERO) return start + 1;
  return isDigit(code) ? scanDigits(text, start + 1) : start;
}

/** The end of the digits that go on a number: `_` counts where a digit follows. */
function scanDigits(text: string, start: number): number {
  let end = start;
  for (;;) {
    if (isDigit(text.charCodeAt(end))) end++;
    else if (text.charCodeAt(end) === UNDERSCORE && isDigit(text.charCodeAt(end + 1))) end += 2;
    else return end;
  }
}

/** The end of `1.`, `1.5` or `.5`; `intEnd` if there is no point that belongs to the number. */
function scanPoint(text: string, first: number, intEnd: number): number {
  if (text.charCodeAt(intEnd) !== DOT) return intEnd;
  if (isDigit(text.charCodeAt(intEnd + 1))) return scanDigits(text, intEnd + 2);
  return intEnd > first ? intEnd + 1 : intEnd;
}

/** The end of `e+10`; `end` if there is no exponent. */
function scanExponent(text: string, end: number): number {
  const code = text.charCodeAt(end) | 32;
  if (code !== 101) return end;
  const digits = isSign(text.charCodeAt(end + 1)) ? end + 2 : end + 1;
  return isDigit(text.charCodeAt(digits)) ? scanDigits(text, digits + 1) : end;
}

function scanNonFinite(text: string, first: number): { end: number; isFloat: boolean } | undefined {
  const word = text.slice(first, first + 3).toLowerCase();
  return word === "inf" || word === "nan" ? { end: first + 3, isFloat: true } : undefined;
}

function isSign(code: number): boolean {
  return code === 43 || code === 45;
}
