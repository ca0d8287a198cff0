/** What Python's `int(text)` and `float(text)` read, which is more than the grammar's own numbers. */
import { parseFloatText } from "../nodes/scalar.js";
import { GrammarError } from "./grammar-error.js";

/** Python refuses to read longer integers. */
const MAX_DIGITS = 4300;
const STRAY_UNDERSCORE = /(?<![0-9])_|_(?![0-9])/;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
/** Five alphabets of digits in a row, where all others stand alone. */
const MATHEMATICAL_ZERO = 0x1d7ce;
const INT = /^[+-]?[0-9]+$/;
const FLOAT = /^[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf|nan)$/i;

/** @returns the integer: decimal digits, with leading zeros, a sign and spaces around if need be. */
export function readInt(text: string, at: number): bigint {
  const digits = withoutUnderscores(text);
  if (!INT.test(digits)) throw invalid("an integer", text, at);
  const magnitude = digits.replace(/^[+-]/, "");
  if (magnitude.length > MAX_DIGITS)
    throw new GrammarError(`an integer of ${magnitude.length} digits: at most ${MAX_DIGITS} are read`, {
      at,
    });
  return digits.startsWith("-") ? -BigInt(magnitude) : BigInt(magnitude);
}

/** @returns the float: also `inf`, `infinity` and `nan`. */
export function readFloat(text: string, at: number): number {
  const digits = withoutUnderscores(text).replace(/infinity$/i, "inf");
  if (!FLOAT.test(digits)) throw invalid("a float", text, at);
  return parseFloatText(digits);
}

function withoutUnderscores(text: string): string {
  const trimmed = stripped(text).replace(OTHER_DIGIT, asciiDigit);
  return STRAY_UNDERSCORE.test(trimmed) ? trimmed : trimmed.replaceAll("_", "");
}

/** By hand, since a regex for the end of a text takes quadratic time in long runs of spaces. */
function stripped(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isStripped(text.charAt(start))) start++;
  while (end > start && isStripped(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** White space to Python: U+0085 too, which JavaScript leaves, but not U+FEFF, which JavaScript strips. */
function isStripped(character: string): boolean {
  return character.trim() === "" ? character !== "\ufeff" : character === "\x85";
}

/** The digit that a decimal digit of another script stands for: scripts have their ten digits in order. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code >= MATHEMATICAL_ZERO && code < MATHEMATICAL_ZERO + 50)
    return String((code - MATHEMATICAL_ZERO) % 10);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

function invalid(what: string, text: string, at: number): GrammarError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return new GrammarError(`'${shown}' is not ${what}`, { at });
}
