import { ConfigError } from "../error.js";
import type { Origin } from "../nodes/node.js";

/** Behind the last character stands a NUL, which no YAML text holds. */
export const END = "\0";
const BREAKS = "\r\n\x85\u2028\u2029";

/** A position in a text. Lines and columns count from 0; a column is a distance from the line's start. */
export class Cursor {
  readonly text: string;
  readonly source: string;
  index = 0;
  line = 0;
  #lineStart = 0;

  constructor(text: string, source: string) {
    this.text = text;
    this.source = source;
  }

  get column(): number {
    return this.index - this.#lineStart;
  }

  /** @returns the character some places ahead; NUL behind the end. */
  peek(ahead = 0): string {
    return this.text[this.index + ahead] ?? END;
  }

  /** A byte order mark takes no column. */
  skipByteOrderMark(): void {
    if (this.index > 0 || this.peek() !== "\uFEFF") return;
    this.index = 1;
    this.#lineStart = 1;
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.index) === 32) this.index++;
  }

  /** Skips spaces, and a comment up to the end of its line. */
  skipComment(): void {
    this.skipSpaces();
    if (this.peek() !== "#") return;
    while (!isBreakOrEnd(this.peek())) this.index++;
  }

  /** @returns the line break at the cursor, which is left behind it: `\n`, U+2028, U+2029, or "" for none. */
  takeBreak(): string {
    const character = this.peek();
    if (!isBreak(character)) return "";
    this.index += character === "\r" && this.peek(1) === "\n" ? 2 : 1;
    this.line++;
    this.#lineStart = this.index;
    return character === "\u2028" || character === "\u2029" ? character : "\n";
  }

  /** @returns the text from the cursor to an index, where the cursor is then. */
  takeTo(end: number): string {
    const taken = this.text.slice(this.index, end);
    this.index = end;
    return taken;
  }

  /** @returns whether `---` or `...` stands alone here; the caller knows that the line begins. */
  atDocumentMarker(): boolean {
    const marker = this.text.slice(this.index, this.index + 3);
    return (marker === "---" || marker === "...") && isBlankOrEnd(this.peek(3));
  }

  origin(): Origin {
    return { type: "file", path: this.source, line: this.line + 1, column: this.column + 1 };
  }

  /** @throws ConfigError (parse) at the cursor. */
  fail(problem: string): never {
    throw new ConfigError("parse", problem, { origin: this.origin(), column: this.column + 1 });
  }
}

export function isBreak(character: string): boolean {
  return BREAKS.includes(character);
}

export function isBreakOrEnd(character: string): boolean {
  return character === END || BREAKS.includes(character);
}

export function isSpaceOrBreakOrEnd(character: string): boolean {
  return character === " " || isBreakOrEnd(character);
}

export function isBlankOrEnd(character: string): boolean {
  return character === " " || character === "\t" || isBreakOrEnd(character);
}

/** @returns a character as an error message shows it. */
export function shown(character: string): string {
  return character === END ? "the end of the text" : JSON.stringify(character);
}
