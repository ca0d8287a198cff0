/**
 * Numbers, shapes and truth values written as Python would write them, `1/127.5` or `(192, 192, 3)`: the part of
 * Python's expressions that a configuration needs, read as data. There are no names, calls, attributes or indices.
 */

export type Arithmetic = number | boolean | readonly Arithmetic[];

/** The largest text that is looked at, and the deepest nesting: a number is short. */
const LONGEST = 1000;
const DEEPEST = 50;

const DIGITS = "\\d(?:_?\\d)*";
/** A regular expression for a number as Python writes it. */
export const NUMBER = [
  "0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+",
  `(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?`,
].join("|");
const TOKEN = new RegExp(`\\s*(?:(${NUMBER})(?![\\w.])|(\\*\\*|//|[-+*/%(),])|(True|False)\\b)`, "y");

/**
 * @returns the value of a Python expression made of numbers, `+ - * / // % **`, brackets, tuples, True and False;
 *   undefined when the text is anything else, or has no finite value (`1/0`).
 */
export function readArithmetic(text: string): Arithmetic | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = tokenize(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader = new Reader(tokens);
  const value = reader.tuple(0);
  return reader.atEnd && hasOnlyFinite(value) ? value : undefined;
}

type Token = number | boolean | string;

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, literal, operator, truth] = match;
    const token = literal ? numberLiteral(literal) : (operator ?? truth === "True");
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** Python refuses integers with a leading zero; JavaScript reads the other forms the same once `_` is gone. */
function numberLiteral(text: string): number | undefined {
  return /^0\d*[1-9]\d*$/.test(text) ? undefined : Number(text.replaceAll("_", ""));
}

const BINARY: Readonly<Record<string, { level: number; apply: (a: number, b: number) => number }>> = {
  "+": { level: 1, apply: (a, b) => a + b },
  "-": { level: 1, apply: (a, b) => a - b },
  "*": { level: 2, apply: (a, b) => a * b },
  "/": { level: 2, apply: (a, b) => a / b },
  "//": { level: 2, apply: (a, b) => Math.floor(a / b) },
  "%": { level: 2, apply: (a, b) => a - b * Math.floor(a / b) },
};

/** Precedence climbing over the tokens; `undefined` travels up from the first thing that does not fit. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** One expression, or several with commas between them. */
  tuple(depth: number): Arithmetic | undefined {
    if (depth > DEEPEST) return undefined;
    const first = this.sum(1, depth);
    if (first === undefined || this.#peek() !== ",") return first;
    const items = [first];
    while (this.#take(",") && !this.atEnd && this.#peek() !== ")") {
      const item = this.sum(1, depth);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  sum(level: number, depth: number): Arithmetic | undefined {
    let left = level > 2 ? this.#unary(depth) : this.sum(level + 1, depth);
    for (;;) {
      const operator = BINARY[String(this.#peek())];
      if (left === undefined || operator?.level !== level) return left;
      this.#at++;
      const right = level > 1 ? this.#unary(depth) : this.sum(level + 1, depth);
      if (typeof left !== "number" || typeof right !== "number") return undefined;
      left = operator.apply(left, right);
    }
  }

  #unary(depth: number): Arithmetic | undefined {
    if (depth > DEEPEST) return undefined;
    if (this.#take("-")) {
      const value = this.#unary(depth + 1);
      return typeof value === "number" ? -value : undefined;
    }
    if (this.#take("+")) {
      const value = this.#unary(depth + 1);
      return typeof value === "number" ? value : undefined;
    }
    return this.#power(depth);
  }

  /** `**` binds tighter than a sign before it and looser than one behind it. */
  #power(depth: number): Arithmetic | undefined {
    const base = this.#atom(depth);
    if (!this.#take("**")) return base;
    const exponent = this.#unary(depth + 1);
    return typeof base === "number" && typeof exponent === "number" ? base ** exponent : undefined;
  }

  #atom(depth: number): Arithmetic | undefined {
    if (this.#take("(")) {
      if (this.#take(")")) return [];
      const value = this.tuple(depth + 1);
      return this.#take(")") ? value : undefined;
    }
    const token = this.#peek();
    if (typeof token !== "number" && typeof token !== "boolean") return undefined;
    this.#at++;
    return token;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(operator: string): boolean {
    if (this.#peek() !== operator) return false;
    this.#at++;
    return true;
  }
}

function hasOnlyFinite(value: Arithmetic | undefined): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return Array.isArray(value) ? value.every(hasOnlyFinite) : value !== undefined;
}
