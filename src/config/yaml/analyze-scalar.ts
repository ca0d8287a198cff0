import { implicitKind, LONGEST_NUMBER } from "./resolve-scalar.js";

/** What styles a text may be written in, outside of flow collections. */
export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

const SAFE_WORD = /^[A-Za-z_/][A-Za-z0-9_/.]*$/;
const LEADING_INDICATORS = "#,[]{}&*!|>'\"%@`";
const BREAKS = "\n\x85\u2028\u2029";
const WHITESPACE = "\0 \t\r\n\x85\u2028\u2029";
/** Everything that can stand in a text without an escape, but the byte order mark. */
const SPECIAL = /[^\n\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]|\u{10FFFF}/u;

const EMPTY: ScalarAnalysis = { multiline: false, plain: true, singleQuoted: true, block: false };
const WORD: ScalarAnalysis = { multiline: false, plain: true, singleQuoted: true, block: true };

/** @returns the styles that a text allows, as PyYAML's emitter decides them. */
export function analyzeScalar(text: string): ScalarAnalysis {
  if (text === "") return EMPTY;
  if (SAFE_WORD.test(text)) return WORD;
  const special = SPECIAL.test(text);
  const multiline = has(text, BREAKS);
  const spaceThenBreak = / [\n\x85\u2028\u2029]/.test(text);
  const breakThenSpace = /[\n\x85\u2028\u2029] /.test(text);
  const first = text.charAt(0);
  const last = text.charAt(text.length - 1);
  const blankEdge = first === " " || last === " " || BREAKS.includes(first) || BREAKS.includes(last);
  const escaped = special || spaceThenBreak;
  return {
    multiline,
    plain: !(escaped || blankEdge || breakThenSpace || multiline || hasIndicator(text)),
    singleQuoted: !(escaped || breakThenSpace),
    block: !(escaped || last === " "),
  };
}

function has(text: string, characters: string): boolean {
  for (const character of characters) if (text.includes(character)) return true;
  return false;
}

function blankAt(text: string, index: number): boolean {
  return index >= text.length || WHITESPACE.includes(text.charAt(index));
}

function hasIndicator(text: string): boolean {
  if (text.startsWith("---") || text.startsWith("...")) return true;
  const first = text.charAt(0);
  if (LEADING_INDICATORS.includes(first)) return true;
  if ((first === "?" || first === ":" || first === "-") && blankAt(text, 1)) return true;
  for (let at = text.indexOf(":", 1); at !== -1; at = text.indexOf(":", at + 1))
    if (blankAt(text, at + 1)) return true;
  for (let at = text.indexOf("#", 1); at !== -1; at = text.indexOf("#", at + 1))
    if (blankAt(text, at - 1)) return true;
  return false;
}

const BOOL_LETTER = /^[yYnN]$/;
const PYTHON_NUMBER =
  /^[+-]?(?:\p{Nd}+(?:_\p{Nd}+)*(?:\.(?:\p{Nd}+(?:_\p{Nd}+)*)?)?(?:[eE][+-]?\p{Nd}+(?:_\p{Nd}+)*)?|\.\p{Nd}+(?:_\p{Nd}+)*(?:[eE][+-]?\p{Nd}+(?:_\p{Nd}+)*)?|inf|infinity|nan)$/iu;
const TIMESTAMP =
  /^[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

/** @returns whether a string would be read as something else without quotes: a number, a date, `yes`, `null`. */
export function readsAsOther(text: string): boolean {
  if (text.length > LONGEST_NUMBER) return false;
  if (implicitKind(text) !== "str" || BOOL_LETTER.test(text)) return true;
  return PYTHON_NUMBER.test(text.trim()) || TIMESTAMP.test(text);
}
