/** Python's arithmetic on numbers of mixed kinds: integers stay exact, a float makes the result a float. */
import { GrammarError } from "./grammar-error.js";
import type { NumberValue } from "./value.js";

/** @returns the sum; its place is the first number's. */
export function add(a: NumberValue, b: NumberValue): NumberValue {
  if (a.kind === "float" || b.kind === "float")
    return { kind: "float", value: toFloat(a) + toFloat(b), at: a.at };
  return { kind: "int", value: BigInt(a.value) + BigInt(b.value), at: a.at };
}

/** @returns the number with its sign changed. */
export function negate(number: NumberValue): NumberValue {
  if (number.kind === "float") return { ...number, value: -number.value };
  return { kind: "int", value: -BigInt(number.value), at: number.at };
}

/** @returns the number without its sign. */
export function absolute(number: NumberValue): NumberValue {
  if (number.kind === "float") return { ...number, value: Math.abs(number.value) };
  const value = BigInt(number.value);
  return { kind: "int", value: value < 0n ? -value : value, at: number.at };
}

/** @returns the exact value for comparisons, which JavaScript makes exactly between bigint and number. */
export function comparable(number: NumberValue): bigint | number {
  return number.kind === "float" ? number.value : BigInt(number.value);
}

/** @returns the nearest float. @throws GrammarError for an integer beyond the largest float. */
export function toFloat(number: NumberValue): number {
  const value = Number(number.value);
  if (number.kind === "int" && !Number.isFinite(value))
    throw new GrammarError("the integer is too large for a float", { at: number.at });
  return value;
}
