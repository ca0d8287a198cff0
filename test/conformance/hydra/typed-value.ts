/** The typed JSON values of the golden files, from and to nodes. */
import {
  boolNode,
  bytesNode,
  floatNode,
  intNode,
  listNode,
  mapNode,
  nullNode,
  strNode,
} from "../../../src/config/nodes/create.js";
import { floatRepr } from "../../../src/config/nodes/float-repr.js";
import type { ConfigNode, Key } from "../../../src/config/nodes/node.js";
import { parseFloatText } from "../../../src/config/nodes/scalar.js";

/** @returns the node of a typed value; `$quoted` and `$sweep` are the override suite's own. */
export function decodeTyped(value: unknown): ConfigNode {
  if (value === null) return nullNode();
  if (typeof value === "boolean") return boolNode(value);
  if (typeof value === "number") return intNode(value);
  if (typeof value === "string") return strNode(value);
  if (Array.isArray(value)) return listNode(value.map(decodeTyped));
  if (typeof value !== "object") throw new Error(`Not a typed value: ${String(value)}`);
  const entries = Object.entries(value);
  const [name, inner] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === "$int") return intNode(BigInt(String(inner)));
  if (name === "$float") return floatNode(parseFloatText(String(inner)));
  if (name === "$bytes") return bytesNode(Buffer.from(String(inner), "base64"));
  if (name === "$path" || name === "$enum") return strNode(String(inner));
  if (name === "$dict" && Array.isArray(inner))
    return mapNode(inner.map(([key, item]) => [decodeKey(key), decodeTyped(item)]));
  if (name?.startsWith("$")) throw new Error(`Unknown typed value ${name}`);
  return mapNode(entries.map(([key, item]) => [key, decodeTyped(item)]));
}

function decodeKey(key: unknown): Key {
  const node = decodeTyped(key);
  if (node.kind === "null") return null;
  if (node.kind === "list" || node.kind === "map") throw new Error("A key is a scalar");
  return node.value;
}

/** @returns the typed value of a node, with the golden files' choice between an object and `$dict`. */
export function encodeTyped(node: ConfigNode): unknown {
  switch (node.kind) {
    case "null":
      return null;
    case "int":
      return encodeInteger(node.value);
    case "float":
      return { $float: floatRepr(node.value) };
    case "bytes":
      return { $bytes: Buffer.from(node.value).toString("base64") };
    case "list":
      return node.items.map(encodeTyped);
    case "map": {
      const entries = [...node.entries.values()];
      if (entries.some(({ key }) => needsDict(key)))
        return { $dict: entries.map(({ key, value }) => [encodeKey(key), encodeTyped(value)]) };
      return Object.fromEntries(entries.map(({ key, value }) => [String(key), encodeTyped(value)]));
    }
    default:
      return node.value;
  }
}

function encodeInteger(value: bigint): unknown {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { $int: String(value) };
}

function needsDict(key: Key): boolean {
  if (typeof key !== "string") return true;
  return key.startsWith("$") || key === "__proto__" || /^(?:0|[1-9][0-9]*)$/.test(key);
}

function encodeKey(key: Key): unknown {
  if (typeof key === "bigint") return encodeInteger(key);
  if (typeof key === "number") return { $float: floatRepr(key) };
  if (key instanceof Uint8Array) return { $bytes: Buffer.from(key).toString("base64") };
  return key;
}

/** @returns what differs between a node and an expected typed value, or undefined. */
export function differenceTyped(name: string, node: ConfigNode, expected: unknown): string | undefined {
  const ours = JSON.stringify(encodeTyped(node));
  const theirs = JSON.stringify(expected);
  return ours === theirs ? undefined : `${name}: got ${ours}, expected ${theirs}`;
}
