/** The recursive descent over an override's value: elements, containers, functions and `a,b`. */
import { parseFloatText } from "../nodes/scalar.js";
import { callFunction } from "./functions.js";
import { GrammarError } from "./grammar-error.js";
import { readInt } from "./python-number.js";
import { keyIdentity } from "./python-order.js";
import { unquote } from "./quoted.js";
import { TokenStream, type TokenType } from "./token-stream.js";
import type { DictEntry, OverrideValue, Scalar } from "./value.js";

/** Deeper than any config that people write, shallow enough for recursion over the value anywhere. */
const MAX_DEPTH = 512;

const PRIMITIVE: ReadonlySet<TokenType> = new Set([
  "id",
  "null",
  "int",
  "float",
  "bool",
  "interpolation",
  "character",
  ":",
  "escape",
  "space",
]);
const DICT_KEY: ReadonlySet<TokenType> = new Set(
  [...PRIMITIVE].filter((type) => type !== ":" && type !== "interpolation"),
);

/** @returns the value that begins at `start` and ends with the text. @throws GrammarError otherwise. */
export function parseValue(text: string, start: number): OverrideValue {
  return new ValueParser(new TokenStream(text, start)).value();
}

class ValueParser {
  readonly #tokens: TokenStream;
  #depth = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  value(): OverrideValue {
    const at = this.#tokens.start;
    const first = this.#element();
    const list = [first];
    while (this.#accept(",")) list.push(this.#element());
    if (this.#tokens.type !== "end") throw this.#unexpected("',' or the end of the override");
    if (list.length === 1) return first;
    return { kind: "choice", list, simple: true, shuffle: false, tags: new Set(), at };
  }

  #element(): OverrideValue {
    switch (this.#tokens.type) {
      case "[":
        return this.#nested(() => this.#list());
      case "{":
        return this.#nested(() => this.#dict());
      case "quoted":
        return this.#quoted();
      case "id":
        if (this.#tokens.isFollowedBy("(")) return this.#nested(() => this.#call());
        return this.#primitive(PRIMITIVE);
      default:
        return this.#primitive(PRIMITIVE);
    }
  }

  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw new GrammarError(`nested deeper than ${MAX_DEPTH} levels`, { at: this.#tokens.start });
    }
    const value = parse();
    this.#depth--;
    return value;
  }

  #list(): OverrideValue {
    const at = this.#tokens.start;
    this.#tokens.advance();
    const items: OverrideValue[] = [];
    if (this.#accept("]")) return { kind: "list", items, at };
    do items.push(this.#element());
    while (this.#accept(","));
    this.#expect("]", "',' or ']'");
    return { kind: "list", items, at };
  }

  #dict(): OverrideValue {
    const at = this.#tokens.start;
    this.#tokens.advance();
    const entries = new Map<unknown, DictEntry>();
    if (this.#accept("}")) return { kind: "dict", entries: [], at };
    do {
      const key = this.#primitive(DICT_KEY);
      this.#expect(":", "':' after a key");
      const value = this.#element();
      const identity = keyIdentity(key);
      entries.set(identity, { key: entries.get(identity)?.key ?? key, value });
    } while (this.#accept(","));
    this.#expect("}", "',' or '}'");
    return { kind: "dict", entries: [...entries.values()], at };
  }

  #quoted(): OverrideValue {
    const { start, end, text } = this.#tokens;
    this.#tokens.advance();
    return { kind: "str", ...unquote(text.slice(start, end)), at: start };
  }

  #call(): OverrideValue {
    const { start: at, end, text } = this.#tokens;
    const name = text.slice(at, end);
    const args: OverrideValue[] = [];
    const named = new Map<string, OverrideValue>();
    this.#tokens.advance();
    this.#tokens.advance();
    if (this.#tokens.type !== ")") {
      do this.#argument(args, named);
      while (this.#accept(","));
    }
    this.#expect(")", "',' or ')'");
    return callFunction({ name, args, named, at });
  }

  #argument(args: OverrideValue[], named: Map<string, OverrideValue>): void {
    const { start, end, text, type } = this.#tokens;
    if (type === "id" && this.#tokens.isFollowedBy("=")) {
      this.#tokens.advance();
      this.#tokens.advance();
      named.set(text.slice(start, end), this.#element());
      return;
    }
    if (named.size > 0) throw new GrammarError("positional argument follows keyword argument", { at: start });
    args.push(this.#element());
  }

  /** One token alone is typed; more of them, with spaces at the ends left out, are text. */
  #primitive(allowed: ReadonlySet<TokenType>): Scalar {
    const tokens = this.#tokens;
    const at = tokens.start;
    const { type } = tokens;
    if (!allowed.has(type))
      throw this.#unexpected(allowed === PRIMITIVE ? "a value" : "a key without quotes");
    const parts: string[] = [];
    let copied = at;
    let end = at;
    let count = 0;
    for (; allowed.has(tokens.type); tokens.advance()) {
      count++;
      if (tokens.type !== "space") end = tokens.end;
      if (tokens.type !== "escape") continue;
      parts.push(
        tokens.text.slice(copied, tokens.start),
        withoutBackslashes(tokens.text.slice(tokens.start, tokens.end)),
      );
      copied = tokens.end;
    }
    const isAlone = count === 1 || (count === 2 && end < tokens.start);
    if (isAlone && type !== "escape") return typed(type, tokens.text.slice(at, end), at);
    parts.push(tokens.text.slice(copied, end));
    return { kind: "str", value: parts.join(""), at };
  }

  #accept(type: TokenType): boolean {
    if (this.#tokens.type !== type) return false;
    this.#tokens.advance();
    return true;
  }

  #expect(type: TokenType, expected: string): void {
    if (!this.#accept(type)) throw this.#unexpected(expected);
  }

  #unexpected(expected: string): GrammarError {
    const { type, text, start, end } = this.#tokens;
    const found = type === "end" ? "<EOF>" : text.slice(start, Math.min(end, start + 40));
    return new GrammarError(`mismatched input '${found}' expecting ${expected}`, { at: start });
  }
}

function typed(type: TokenType, text: string, at: number): Scalar {
  switch (type) {
    case "int":
      return { kind: "int", value: readInt(text, at), at };
    case "float":
      return { kind: "float", value: parseFloatText(text), at };
    case "bool":
      return { kind: "bool", value: text.toLowerCase() === "true", at };
    case "null":
      return { kind: "null", at };
    default:
      return { kind: "str", value: text, at };
  }
}

/** An escape token is pairs of a backslash and a character. */
function withoutBackslashes(pairs: string): string {
  return pairs.replace(/\\(.)/g, "$1");
}
