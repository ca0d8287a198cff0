import { decimalInteger } from "./integer.js";

/** A typed primitive without a place: what a word of the override or interpolation grammar stands for. */
export type ScalarValue =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str"; readonly value: string };

const INT = /^[+-]?(?:0|[1-9](?:_?[0-9])*)$/;
const FLOAT =
  /^[+-]?(?:(?:(?:0|[1-9](?:_?[0-9])*)\.|(?:0|[1-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?|(?:0|[1-9](?:_?[0-9])*)[eE][+-]?[0-9](?:_?[0-9])*|[Ii][Nn][Ff]|[Nn][Aa][Nn])$/;

/** No number is written so long; beyond it a word is a string. */
const LONGEST = 10_000;
/** A number, `null`, `true` or `inf` begins with one of these; every other word is a string. */
const STARTS = /^[-+.0-9nNtTfFiI]/;

/**
 * @returns the value of a whole unquoted word as OmegaConf's and Hydra's grammars type it: `1_000` is an
 * integer, `1e3`, `.5`, `1.` and `inf` are floats, `TRUE` is a boolean, `NULL` is null; `010`, `0x10` and
 * `1__0` are strings.
 */
export function typedScalar(text: string): ScalarValue {
  if (text.length > LONGEST || !STARTS.test(text)) return { kind: "str", value: text };
  if (text.length <= 5) {
    const word = text.toLowerCase();
    if (word === "null") return { kind: "null" };
    if (word === "true") return { kind: "bool", value: true };
    if (word === "false") return { kind: "bool", value: false };
  }
  if (INT.test(text)) return { kind: "int", value: decimalInteger(text) };
  if (FLOAT.test(text)) return { kind: "float", value: parseFloatText(text) };
  return { kind: "str", value: text };
}

/** @returns the number that Python's `float` reads from digits, `inf` or `nan` with a sign and underscores. */
export function parseFloatText(text: string): number {
  const word = text.toLowerCase();
  if (word.endsWith("inf")) return word.startsWith("-") ? -Infinity : Infinity;
  if (word.endsWith("nan")) return NaN;
  return Number(word.replaceAll("_", ""));
}
