/** Equality and order of values as Python's `==` and `<` have them, for dict keys and `sort`. */
import { GrammarError } from "./grammar-error.js";
import type { DictEntry, OverrideValue, Scalar } from "./value.js";

/**
 * @returns what is the same for equal dict keys: `1`, `1.0` and `true` are one key, the string `1` another, and
 * nan is equal to nothing.
 */
export function keyIdentity(key: Scalar): unknown {
  switch (key.kind) {
    case "null":
      return null;
    case "str":
      return key.value;
    case "float":
      if (Number.isNaN(key.value)) return Symbol("nan");
      return Number.isInteger(key.value) ? BigInt(key.value) : key.value;
    default:
      return BigInt(key.value);
  }
}

/**
 * @returns the values in Python's order, stable also when reversed.
 * @throws GrammarError when two of them cannot be compared: text and numbers, null, dicts, text in quotes.
 */
export function sortValues(
  values: readonly OverrideValue[],
  { reverse }: { readonly reverse: boolean },
): OverrideValue[] {
  const compare = (a: OverrideValue, b: OverrideValue) => (isLess(a, b) ? -1 : 0);
  if (!reverse) return values.toSorted(compare);
  return values.toReversed().sort(compare).reverse();
}

/** @returns whether `a` comes before `b`; numbers by value, text by code points, lists item by item. */
function isLess(a: OverrideValue, b: OverrideValue): boolean {
  const first = numeric(a);
  const second = numeric(b);
  if (first !== undefined && second !== undefined) return first < second;
  if (a.kind === "str" && b.kind === "str" && a.quote === undefined && b.quote === undefined)
    return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)) < 0;
  if (a.kind === "list" && b.kind === "list") {
    for (const [index, item] of a.items.entries()) {
      const other = b.items[index];
      if (other === undefined) return false;
      if (!isEqual(item, other)) return isLess(item, other);
    }
    return a.items.length < b.items.length;
  }
  throw new GrammarError(`cannot compare ${describe(a)} and ${describe(b)}`);
}

function isEqual(a: OverrideValue, b: OverrideValue): boolean {
  const first = numeric(a);
  const second = numeric(b);
  if (first !== undefined && second !== undefined) return first <= second && first >= second;
  if (a.kind === "null") return b.kind === "null";
  if (a.kind === "str") return b.kind === "str" && a.value === b.value && a.quote === b.quote;
  if (a.kind === "list") return b.kind === "list" && equalItems(a.items, b.items);
  if (a.kind === "dict") return b.kind === "dict" && equalEntries(a.entries, b.entries);
  return a === b;
}

function equalItems(a: readonly OverrideValue[], b: readonly OverrideValue[]): boolean {
  return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? item));
}

function equalEntries(a: readonly DictEntry[], b: readonly DictEntry[]): boolean {
  const others = new Map(b.map((entry) => [keyIdentity(entry.key), entry.value]));
  return (
    a.length === b.length &&
    a.every(({ key, value }) => {
      const other = others.get(keyIdentity(key));
      return other !== undefined && isEqual(value, other);
    })
  );
}

/** The number that a value counts as; `1` and `1.0` compare exactly, however large. */
function numeric(value: OverrideValue): bigint | number | undefined {
  if (value.kind === "int" || value.kind === "float") return value.value;
  return value.kind === "bool" ? BigInt(value.value) : undefined;
}

function describe(value: OverrideValue): string {
  return value.kind === "str" && value.quote !== undefined ? "quoted text" : value.kind;
}
