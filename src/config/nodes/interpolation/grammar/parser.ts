import { ConfigError } from "../../../error.js";
import { typedScalar } from "../../scalar.js";
import type { Element, Interpolation, Text } from "./ast.js";
import * as chars from "./characters.js";

/** Deeper nesting than any config has, shallow enough for the stack. */
const MAX_DEPTH = 200;

/**
 * Recursive descent over OmegaConf's interpolation grammar. Each method leaves the cursor behind what it read
 * and throws a ConfigError (parse) with the column of what it cannot read.
 */
export class InterpolationParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** The whole source as a config value. */
  text(): Text {
    return this.#text("");
  }

  /** The whole source as one element: what `oc.decode` reads. */
  element(): Element {
    const element = this.#element({ dictKey: false });
    if (this.#at < this.#source.length) this.#fail();
    return element;
  }

  /**
   * Text up to the quote that closes it, or to the end when `quote` is empty. Backslashes escape only before
   * `${` and before that quote; elsewhere they stand for themselves.
   */
  #text(quote: string): Text {
    const parts: (string | Interpolation)[] = [];
    let text = "";
    for (;;) {
      const run = chars.textEnd(this.#source, this.#at, quote);
      const slashes = chars.trailingBackslashes(this.#source, this.#at, run);
      text += this.#source.slice(this.#at, run - slashes);
      this.#at = run;
      const next = this.#source[run];
      const escapes = next === "$" ? this.#source[run + 1] === "{" : next !== undefined;
      text += "\\".repeat(escapes ? slashes >> 1 : slashes);
      if (next === undefined) {
        if (quote !== "") this.#fail();
        break;
      }
      this.#at++;
      if (!escapes || slashes % 2 === 1) text += next;
      else if (next === quote) break;
      else {
        this.#at--;
        if (text !== "") parts.push(text);
        text = "";
        parts.push(this.#interpolation());
      }
    }
    if (text !== "") parts.push(text);
    return parts;
  }

  #interpolation(): Interpolation {
    this.#descend();
    this.#at += 2;
    this.#space();
    const pieces: (string | Interpolation)[] = [];
    let callable = this.#source[this.#at] !== ".";
    while (this.#source[this.#at] === ".") pieces.push(this.#take());
    callable = this.#key(pieces) && callable;
    for (;;) {
      const next = this.#source[this.#at];
      if (next === ".") {
        pieces.push(this.#take());
        if (this.#source[this.#at] === "[") this.#fail();
        callable = this.#key(pieces) && callable;
      } else if (next === "[") {
        this.#key(pieces);
        callable = false;
      } else break;
    }
    this.#space();
    const end = this.#source[this.#at];
    if (end === "}") {
      this.#at++;
      this.#depth--;
      return { type: "node", key: chars.joinPieces(pieces) };
    }
    if (end !== ":" || !callable) this.#fail();
    this.#at++;
    const { items, texts } = this.#sequence("}");
    this.#depth--;
    return { type: "call", name: chars.joinPieces(pieces), args: items, argTexts: texts };
  }

  /**
   * One key of a path, with its brackets if it has them.
   * @returns whether it may be part of a resolver's name.
   */
  #key(pieces: (string | Interpolation)[]): boolean {
    const bracketed = this.#source[this.#at] === "[";
    if (bracketed) pieces.push(this.#take());
    let callable = true;
    if (this.#source.startsWith("${", this.#at)) pieces.push(this.#interpolation());
    else {
      const end = chars.keyEnd(this.#source, this.#at);
      if (end === this.#at) this.#fail();
      const key = this.#source.slice(this.#at, end);
      callable = chars.isIdentifier(key);
      pieces.push(key);
      this.#at = end;
    }
    if (!bracketed) return callable;
    if (this.#source[this.#at] !== "]") this.#fail();
    pieces.push(this.#take());
    return false;
  }

  /** Elements up to the closing character; one left out is an empty string. */
  #sequence(close: string): { items: Element[]; texts: string[] } {
    const items: Element[] = [];
    const texts: string[] = [];
    this.#space();
    if (this.#source[this.#at] === close) {
      this.#at++;
      return { items, texts };
    }
    for (;;) {
      const start = this.#at;
      const next = this.#source[start];
      const empty = next === "," || next === close;
      items.push(
        empty ? { type: "scalar", value: { kind: "str", value: "" } } : this.#element({ dictKey: false }),
      );
      texts.push(this.#source.slice(start, this.#at));
      this.#space();
      const separator = this.#source[this.#at];
      if (separator !== "," && separator !== close) this.#fail();
      this.#at++;
      if (separator === close) return { items, texts };
      this.#space();
    }
  }

  #element({ dictKey }: { dictKey: boolean }): Element {
    const first = this.#source[this.#at];
    if (dictKey) return this.#primitive({ dictKey });
    if (first === "'" || first === '"') {
      this.#at++;
      return { type: "text", parts: this.#text(first) };
    }
    if (first === "[") {
      this.#descend();
      this.#at++;
      const { items } = this.#sequence("]");
      this.#depth--;
      return { type: "list", items };
    }
    return first === "{" ? this.#map() : this.#primitive({ dictKey });
  }

  #map(): Element {
    this.#descend();
    const entries: [ReturnType<typeof typedScalar>, Element][] = [];
    this.#at++;
    this.#space();
    while (this.#source[this.#at] !== "}") {
      if (entries.length > 0) {
        if (this.#source[this.#at] !== ",") this.#fail();
        this.#at++;
        this.#space();
      }
      const key = this.#element({ dictKey: true });
      this.#space();
      if (this.#source[this.#at] !== ":" || key.type !== "scalar") this.#fail();
      this.#at++;
      this.#space();
      entries.push([key.value, this.#element({ dictKey: false })]);
      this.#space();
    }
    this.#at++;
    this.#depth--;
    return { type: "map", entries };
  }

  /**
   * Words, punctuation, escapes, spaces and interpolations side by side. Alone, a word is typed and an
   * interpolation keeps its value; together they are a string. A key takes neither `:` nor interpolations.
   */
  #primitive({ dictKey }: { dictKey: boolean }): Element {
    const parts: (string | Interpolation)[] = [];
    const start = this.#at;
    let text = "";
    let escaped = false;
    for (;;) {
      const end = chars.wordEnd(this.#source, this.#at, { colon: !dictKey });
      text += this.#source.slice(this.#at, end);
      this.#at = end;
      if (this.#source[end] === "\\") {
        const isEscape = chars.isEscape(this.#source, end);
        text += isEscape ? this.#source[end + 1] : "\\";
        escaped ||= isEscape;
        this.#at += isEscape ? 2 : 1;
      } else if (!dictKey && this.#source.startsWith("${", end)) {
        if (text !== "") parts.push(text);
        text = "";
        parts.push(this.#interpolation());
      } else if (this.#source[end] === "$" && this.#source[end + 1] !== "{") {
        text += this.#take();
      } else break;
    }
    if (this.#at === start || this.#source.slice(start, this.#at).trim() === "") this.#fail();
    if (parts.length === 0)
      return { type: "scalar", value: escaped ? { kind: "str", value: text } : typedScalar(text) };
    const [only] = parts;
    if (text === "" && parts.length === 1 && typeof only === "object")
      return { type: "interpolation", interpolation: only };
    return { type: "text", parts: text === "" ? parts : [...parts, text] };
  }

  #take(): string {
    return this.#source[this.#at++] ?? "";
  }

  #space(): void {
    this.#at = chars.spaceEnd(this.#source, this.#at);
  }

  #descend(): void {
    this.#depth++;
    if (this.#depth > MAX_DEPTH)
      throw new ConfigError("parse", `Interpolation nested deeper than ${MAX_DEPTH} levels`, {
        column: this.#at + 1,
      });
  }

  #fail(): never {
    const found = this.#at < this.#source.length ? `'${this.#source[this.#at]}'` : "the end";
    throw new ConfigError("parse", `Unexpected ${found} at column ${this.#at + 1} of '${this.#source}'`, {
      column: this.#at + 1,
    });
  }
}
