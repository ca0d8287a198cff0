import { floatRepr } from "./float-repr.js";
import type { ConfigNode, Key } from "./node.js";

export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Plain[]
  | { [key: string]: Plain };

/**
 * @returns the value as plain JavaScript: mappings as objects without a prototype (so `__proto__` is a key like
 * another), integers as numbers within 2^53 and as bigints beyond, interpolations and `???` as their text. Keys
 * that are not strings become their text; objects put keys such as `12` first, in rising order.
 */
export function toPlain(node: ConfigNode): Plain {
  switch (node.kind) {
    case "null":
      return null;
    case "int":
      return plainInteger(node.value);
    case "list":
      return node.items.map(toPlain);
    case "map": {
      const object: { [key: string]: Plain } = Object.create(null);
      for (const { key, value } of node.entries.values()) object[keyText(key)] = toPlain(value);
      return object;
    }
    default:
      return node.value;
  }
}

function plainInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** @returns the text of a key as Python's `str` gives it: `True`, `1.5`, `None`; bytes as latin-1. */
export function keyText(key: Key): string {
  if (typeof key === "string") return key;
  if (key === null) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (typeof key === "number") return floatRepr(key);
  if (typeof key === "bigint") return String(key);
  return Buffer.from(key).toString("latin1");
}
