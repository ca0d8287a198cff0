/** Writes texts as PyYAML's emitter does: plain, quoted, or in a literal block. */
import type { Emitter } from "./emitter.js";

export interface WriteOptions {
  /** Whether the text may go over several lines: not in a key. */
  readonly fold: boolean;
}

export function writePlain(page: Emitter, text: string, { fold }: WriteOptions): void {
  if (text === "") return;
  page.beginPlain();
  if (!fold || page.fits(text.length)) {
    page.write(text);
    return;
  }
  const words = text.split(/( +)/);
  for (const [index, word] of words.entries()) {
    if (word === " " && index < words.length - 1 && page.isFull()) {
      page.beginLine();
      page.resume();
    } else page.write(word, lengthOf(word));
  }
}

function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) length--;
  return length;
}

/** Runs of spaces, of line breaks, quotes, and what is between them. */
const SINGLE_PARTS = / +|[\n\x85\u2028\u2029]+|'|[^ \n\x85\u2028\u2029']+/g;

export function writeSingleQuoted(page: Emitter, text: string, { fold }: WriteOptions): void {
  page.indicator("'", { space: true });
  for (const { 0: part, index } of text.matchAll(SINGLE_PARTS)) {
    const first = part.charAt(0);
    if (first === " ") {
      const inside = index > 0 && index + part.length < text.length;
      if (part.length === 1 && fold && inside && page.isFull()) page.beginLine();
      else page.write(part);
    } else if (first === "'") page.write("''");
    else if ("\n\x85\u2028\u2029".includes(first)) writeBreaks(page, part);
    else page.write(part, lengthOf(part));
  }
  page.indicator("'");
}

/** A single line break would be read as a space: the first is written twice. */
function writeBreaks(page: Emitter, breaks: string): void {
  if (breaks.startsWith("\n")) page.lineBreak();
  for (const lineBreak of breaks) page.lineBreak(lineBreak);
  page.beginLine();
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\x1B", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\x85", "\\N"],
  ["\xA0", "\\_"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);
const UNESCAPED = /[\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;

function escaped(character: string): string | undefined {
  if (character !== '"' && character !== "\\" && character.length === 1 && UNESCAPED.test(character))
    return undefined;
  const known = ESCAPES.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** A line may end before a space, around an escape and behind it; a backslash joins it to the next. */
export function writeDoubleQuoted(page: Emitter, text: string, { fold }: WriteOptions): void {
  const characters = Array.from(text);
  page.indicator('"', { space: true });
  let pending = "";
  const flush = (): void => {
    if (pending !== "") page.write(pending);
    pending = "";
  };
  for (const [index, character] of characters.entries()) {
    const replaced = escaped(character);
    if (replaced !== undefined) {
      flush();
      page.write(replaced);
    }
    const inside = index > 0 && index < characters.length - 1;
    const mayEnd = character === " " || replaced !== undefined || pending === "";
    if (inside && fold && mayEnd && page.isFull(replaced === undefined ? pending.length : -1)) {
      pending += "\\";
      flush();
      page.beginLine();
      page.resume();
      const next = replaced === undefined ? character : characters[index + 1];
      if (next === " ") page.write("\\");
    }
    if (replaced === undefined) pending += character;
  }
  flush();
  page.indicator('"');
}

/** A literal block of lines that end with a break and begin with no space. */
export function writeLiteral(page: Emitter, text: string): void {
  page.indicator("|", { space: true });
  page.lineBreak();
  for (const line of text.split("\n").slice(0, -1)) {
    page.beginLine();
    page.write(line);
    page.lineBreak();
  }
}
