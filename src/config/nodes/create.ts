import { ConfigError } from "../error.js";
import { checkDepth } from "./depth.js";
import {
  type BytesNode,
  type ConfigNode,
  type Key,
  type KeyId,
  keyId,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Origin,
  type ScalarNode,
  type StrNode,
} from "./node.js";
import type { ScalarValue } from "./scalar.js";

/** The origin of values that no text gave. */
export const inCode: Origin = { type: "code", name: "code" };

export function nullNode(origin: Origin = inCode): ScalarNode {
  return { kind: "null", origin };
}

export function boolNode(value: boolean, origin: Origin = inCode): ScalarNode {
  return { kind: "bool", value, origin };
}

export function intNode(value: bigint | number, origin: Origin = inCode): ScalarNode {
  return { kind: "int", value: BigInt(value), origin };
}

export function floatNode(value: number, origin: Origin = inCode): ScalarNode {
  return { kind: "float", value, origin };
}

export function strNode(value: string, origin: Origin = inCode): StrNode {
  return { kind: "str", value, origin };
}

export function bytesNode(value: Uint8Array, origin: Origin = inCode): BytesNode {
  return { kind: "bytes", value, origin };
}

export function listNode(items: readonly ConfigNode[], origin: Origin = inCode): ListNode {
  return { kind: "list", items, origin };
}

/** @returns a mapping; a key given twice keeps its first place and takes the last value. */
export function mapNode(entries: Iterable<readonly [Key, ConfigNode]>, origin: Origin = inCode): MapNode {
  const map = new Map<KeyId, MapEntry>();
  for (const [key, value] of entries) {
    const id = keyId(key);
    map.set(id, { key: map.get(id)?.key ?? key, value });
  }
  return { kind: "map", entries: map, origin };
}

/** @returns the node of a typed scalar. */
export function scalarNode(scalar: ScalarValue, origin: Origin = inCode): ScalarNode {
  switch (scalar.kind) {
    case "null":
      return { kind: "null", origin };
    case "bool":
      return { kind: "bool", value: scalar.value, origin };
    case "int":
      return { kind: "int", value: scalar.value, origin };
    case "float":
      return { kind: "float", value: scalar.value, origin };
    case "str":
      return { kind: "str", value: scalar.value, origin };
  }
}

/** @returns the node of a mapping's key. */
export function keyNode(key: Key, origin: Origin = inCode): ConfigNode {
  if (key === null) return nullNode(origin);
  if (typeof key === "string") return strNode(key, origin);
  if (typeof key === "boolean") return boolNode(key, origin);
  if (typeof key === "bigint") return intNode(key, origin);
  return typeof key === "number" ? floatNode(key, origin) : bytesNode(key, origin);
}

/**
 * @returns the node of a plain value: objects and Maps become mappings, arrays lists, Uint8Arrays bytes. An
 * integral number within 2^53 becomes an integer and any other number a float, since JavaScript does not tell
 * `1` from `1.0`; use `floatNode` where that matters. An undefined property is left out.
 * @throws ConfigError (validation) for functions, symbols, undefined items, circular values and too deep ones.
 */
export function fromPlain(value: unknown, origin: Origin = inCode): ConfigNode {
  return convert(value, origin, []);
}

function convert(value: unknown, origin: Origin, open: object[]): ConfigNode {
  if (value === null) return nullNode(origin);
  if (typeof value === "boolean") return boolNode(value, origin);
  if (typeof value === "string") return strNode(value, origin);
  if (typeof value === "bigint") return intNode(value, origin);
  if (typeof value === "number") {
    const integral = Number.isSafeInteger(value) && !Object.is(value, -0);
    return integral ? intNode(value, origin) : floatNode(value, origin);
  }
  if (value instanceof Uint8Array) return bytesNode(value, origin);
  if (typeof value !== "object")
    throw new ConfigError("validation", `Value of type '${typeof value}' is not a supported primitive type`);
  if (open.includes(value)) throw new ConfigError("validation", "A value cannot contain itself");
  open.push(value);
  checkDepth(open.length, origin);
  const node = Array.isArray(value)
    ? listNode(
        value.map((item) => convert(item, origin, open)),
        origin,
      )
    : mapNode(
        plainEntries(value).map(([key, item]) => [key, convert(item, origin, open)]),
        origin,
      );
  open.pop();
  return node;
}

function plainEntries(value: object): [Key, unknown][] {
  const entries: [unknown, unknown][] = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return entries.filter(([, item]) => item !== undefined).map(([key, item]) => [plainKey(key), item]);
}

function plainKey(key: unknown): Key {
  if (typeof key === "string" || typeof key === "bigint" || typeof key === "boolean") return key;
  if (typeof key === "number") return Number.isSafeInteger(key) ? BigInt(key) : key;
  if (key instanceof Uint8Array) return key;
  throw new ConfigError("key", `Incompatible key type '${key === null ? "null" : typeof key}'`);
}
