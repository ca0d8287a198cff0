/** The tokens of an override's value, one at a time: the longest match wins, as in Hydra's lexer. */
import { isIdPart, isIdStart, isSpace, skipSpace } from "./characters.js";
import { GrammarError } from "./grammar-error.js";
import { scanNumber } from "./number.js";
import { quotedEnd } from "./quoted.js";

export type TokenType =
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | ":"
  | "="
  | "int"
  | "float"
  | "bool"
  | "null"
  | "id"
  | "escape"
  | "space"
  | "character"
  | "quoted"
  | "interpolation"
  | "end";

const ESCAPABLE = "\\()[]{}:=, \t";
const UNQUOTED = "/-\\+.$%*@?|";
const NUMBER_START = /[0-9+\-.]/;
const WORDS: ReadonlyMap<string, TokenType> = new Map([
  ["true", "bool"],
  ["false", "bool"],
  ["null", "null"],
  ["inf", "float"],
  ["nan", "float"],
]);

export class TokenStream {
  readonly text: string;
  /** The current token, `text.slice(start, end)`; spaces around punctuation belong to it. */
  type: TokenType = "end";
  start = 0;
  end: number;
  /** Where the last `}` was looked for and found, so that a row of `${` is not searched again and again. */
  #brace = -1;

  constructor(text: string, start: number) {
    this.text = text;
    this.end = start;
    this.advance();
  }

  /** Moves to the next token. @throws GrammarError at a character that no token begins with. */
  advance(): void {
    this.start = this.end;
    this.type =
      this.start < this.text.length
        ? this.#scan(this.text.charCodeAt(this.start))
        : this.#token("end", this.start);
  }

  /** @returns whether the punctuation comes right after the current token, but for spaces. */
  isFollowedBy(punctuation: "(" | "="): boolean {
    return this.text[skipSpace(this.text, this.end)] === punctuation;
  }

  #scan(code: number): TokenType {
    if (isIdStart(code)) return this.#word();
    if (isSpace(code)) return this.#space();
    const character = this.text[this.start] ?? "";
    const next = this.start + 1;
    switch (character) {
      case "(":
      case ",":
      case ":":
      case "=":
      case "[":
      case "{":
        return this.#token(character, skipSpace(this.text, next));
      case ")":
      case "]":
      case "}":
        return this.#token(character, next);
      case "'":
      case '"':
        return this.#quoted(character);
      case "\\":
        return this.#escape();
      case "$":
        return this.#dollar();
      default:
        return this.#numberOrCharacter(character);
    }
  }

  #token(type: TokenType, end: number): TokenType {
    this.end = end;
    return type;
  }

  #word(): TokenType {
    let end = this.start + 1;
    while (isIdPart(this.text.charCodeAt(end))) end++;
    const length = end - this.start;
    const word = length >= 3 && length <= 5 ? this.text.slice(this.start, end).toLowerCase() : "";
    return this.#token(WORDS.get(word) ?? "id", end);
  }

  /** White space is a token of its own only where no punctuation follows that takes it in. */
  #space(): TokenType {
    const end = skipSpace(this.text, this.start);
    const character = this.text[end];
    switch (character) {
      case "(":
      case ",":
      case ":":
      case "=":
        return this.#token(character, skipSpace(this.text, end + 1));
      case ")":
      case "]":
      case "}":
        return this.#token(character, end + 1);
      default:
        return this.#token("space", end);
    }
  }

  #quoted(quote: "'" | '"'): TokenType {
    const end = quotedEnd(this.text, this.start);
    if (end === -1) {
      throw new GrammarError(`missing closing quote ${quote}`, {
        at: this.start,
        hint: `a quote inside of text is written \\${quote} in quotes`,
      });
    }
    return this.#token("quoted", end);
  }

  #escape(): TokenType {
    let end = this.start;
    while (this.text[end] === "\\" && ESCAPABLE.includes(this.text[end + 1] ?? "none")) end += 2;
    return end === this.start ? this.#token("character", end + 1) : this.#token("escape", end);
  }

  #dollar(): TokenType {
    const { text, start } = this;
    if (text[start + 1] === "{" && text[start + 2] !== "}") {
      if (this.#brace < start && this.#brace !== text.length) {
        const found = text.indexOf("}", start);
        this.#brace = found === -1 ? text.length : found;
      }
      if (this.#brace < text.length) return this.#token("interpolation", this.#brace + 1);
    }
    return this.#token("character", start + 1);
  }

  #numberOrCharacter(character: string): TokenType {
    const number = NUMBER_START.test(character) ? scanNumber(this.text, this.start) : undefined;
    if (number !== undefined) return this.#token(number.isFloat ? "float" : "int", number.end);
    if (UNQUOTED.includes(character)) return this.#token("character", this.start + 1);
    const whole = String.fromCodePoint(this.text.codePointAt(this.start) ?? 0);
    throw new GrammarError(`unexpected character ${JSON.stringify(whole)}`, {
      at: this.start,
      hint: "text with this character needs quotes, which the shell must not remove: key='…'",
    });
  }
}
