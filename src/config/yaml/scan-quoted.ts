import { type Cursor, END, isBreak, shown } from "./cursor.js";
import type { Token } from "./token.js";

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1B"],
  [" ", " "],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["N", "\x85"],
  ["_", "\xA0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
const CODE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);
const RUN = /[^'"\\\0 \t\r\n\x85\u2028\u2029]*/y;

/** A scalar in single or double quotes; its lines are folded, whatever their indentation. */
export function scanQuoted(cursor: Cursor): Token {
  const origin = cursor.origin();
  const quote = cursor.peek();
  cursor.index++;
  let value = takeWord(cursor, quote);
  while (cursor.peek() !== quote) value += takeSpaces(cursor) + takeWord(cursor, quote);
  cursor.index++;
  return { type: "scalar", value, origin };
}

function takeWord(cursor: Cursor, quote: string): string {
  const double = quote === '"';
  let word = "";
  for (;;) {
    RUN.lastIndex = cursor.index;
    word += cursor.takeTo(cursor.index + (RUN.exec(cursor.text)?.[0].length ?? 0));
    const character = cursor.peek();
    if (!double && character === "'" && cursor.peek(1) === "'") {
      word += "'";
      cursor.index += 2;
    } else if (
      character !== quote &&
      (character === "'" || character === '"' || (!double && character === "\\"))
    ) {
      word += character;
      cursor.index++;
    } else if (double && character === "\\") word += takeEscape(cursor);
    else return word;
  }
}

function takeEscape(cursor: Cursor): string {
  cursor.index++;
  const character = cursor.peek();
  const replacement = ESCAPES.get(character);
  if (replacement !== undefined) {
    cursor.index++;
    return replacement;
  }
  const length = CODE_LENGTHS.get(character);
  if (length !== undefined) return takeCode(cursor, length);
  if (!isBreak(character)) cursor.fail(`Unknown escape character ${shown(character)}`);
  cursor.takeBreak();
  return takeBreaks(cursor);
}

function takeCode(cursor: Cursor, length: number): string {
  cursor.index++;
  const digits = cursor.text.slice(cursor.index, cursor.index + length);
  const code = Number.parseInt(digits, 16);
  if (digits.length < length || /[^0-9A-Fa-f]/.test(digits) || code > 0x10ffff)
    cursor.fail(`Expected the ${length} hexadecimal digits of a character`);
  cursor.index += length;
  return String.fromCodePoint(code);
}

function takeSpaces(cursor: Cursor): string {
  const start = cursor.index;
  skipBlanks(cursor);
  const character = cursor.peek();
  if (character === END) cursor.fail("A quoted text is not closed");
  if (!isBreak(character)) return cursor.text.slice(start, cursor.index);
  const first = cursor.takeBreak();
  const breaks = takeBreaks(cursor);
  if (first !== "\n") return first + breaks;
  return breaks === "" ? " " : breaks;
}

function takeBreaks(cursor: Cursor): string {
  let breaks = "";
  for (;;) {
    if (cursor.atDocumentMarker()) cursor.fail("A document marker inside of a quoted text");
    skipBlanks(cursor);
    const found = cursor.takeBreak();
    if (found === "") return breaks;
    breaks += found;
  }
}

function skipBlanks(cursor: Cursor): void {
  while (cursor.peek() === " " || cursor.peek() === "\t") cursor.index++;
}
