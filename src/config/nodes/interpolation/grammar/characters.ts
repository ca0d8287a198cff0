/** Which characters belong together in the interpolation grammar: each function returns where a run ends. */
import type { Interpolation } from "./ast.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** A key inside `${…}` is anything but these. */
const NOT_IN_KEY = new Set("\\{}()[]:. \t'\"");
/** Letters, digits and the marks that need no quotes; `$` and backslash are looked at one by one. */
const IN_WORD = /[A-Za-z0-9_/\-+.%*@?|]/;
const WORD = Array.from({ length: 128 }, (_, code) => IN_WORD.test(String.fromCharCode(code)));
const ESCAPABLE = new Set("\\()[]{}:=, \t");

export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** @returns the end of the text from `at` that holds no `$` and no quote. */
export function textEnd(source: string, at: number, quote: string): number {
  const dollar = source.indexOf("$", at);
  const end = dollar === -1 ? source.length : dollar;
  if (quote === "") return end;
  const close = source.indexOf(quote, at);
  return close === -1 || close > end ? end : close;
}

/** @returns how many backslashes stand right before `end`, none before `start`. */
export function trailingBackslashes(source: string, start: number, end: number): number {
  let at = end;
  while (at > start && source[at - 1] === "\\") at--;
  return end - at;
}

export function keyEnd(source: string, at: number): number {
  let end = at;
  while (end < source.length && !NOT_IN_KEY.has(source.charAt(end))) end++;
  return end;
}

export function spaceEnd(source: string, at: number): number {
  let end = at;
  while (source[end] === " " || source[end] === "\t") end++;
  return end;
}

/**
 * @returns the end of an unquoted word; spaces belong to it unless `,` `}` `]` or a key's `:` follows. Those
 * behind a `:` always do.
 */
export function wordEnd(source: string, at: number, { colon }: { readonly colon: boolean }): number {
  let end = at;
  for (;;) {
    const character = source.charAt(end);
    if (WORD[source.charCodeAt(end)] === true) {
      end++;
      continue;
    }
    if (colon && character === ":") {
      end = spaceEnd(source, end + 1);
      continue;
    }
    if (character !== " " && character !== "\t") return end;
    const after = spaceEnd(source, end);
    const next = source.charAt(after);
    if (next === "," || next === "}" || next === "]" || (!colon && next === ":")) return end;
    end = after;
  }
}

/** @returns whether the backslash at `at` escapes the character after it. */
export function isEscape(source: string, at: number): boolean {
  return at + 1 < source.length && ESCAPABLE.has(source.charAt(at + 1));
}

/** @returns the pieces with neighbouring texts joined. */
export function joinPieces(pieces: readonly (string | Interpolation)[]): readonly (string | Interpolation)[] {
  const joined: (string | Interpolation)[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string") joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}
