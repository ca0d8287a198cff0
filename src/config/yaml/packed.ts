import { boolNode, floatNode, intNode, listNode, mapNode, nullNode, strNode } from "../nodes/create.js";
import type { ConfigNode, Origin } from "../nodes/node.js";

/** A tree that was read from one file, as JSON has it: a value's kind, the line and column of it, and its content. */
export type Packed =
  | readonly [kind: "null", line: number, column: number]
  | readonly [kind: "bool", line: number, column: number, value: boolean]
  | readonly [kind: "int" | "float" | "str", line: number, column: number, value: string]
  | readonly [kind: "list", line: number, column: number, items: readonly Packed[]]
  | readonly [kind: "map", line: number, column: number, entries: readonly (readonly [string, Packed])[]];

/** @throws Error for what did not come from a file, for bytes, and for keys that are no strings. */
export function pack(node: ConfigNode): Packed {
  const { origin } = node;
  if (origin.type !== "file") throw new Error(`A ${node.kind} that comes from no file cannot be packed`);
  const { line, column } = origin;
  switch (node.kind) {
    case "null":
      return ["null", line, column];
    case "bool":
      return ["bool", line, column, node.value];
    case "float":
      return ["float", line, column, Object.is(node.value, -0) ? "-0" : String(node.value)];
    case "int":
    case "str":
      return [node.kind, line, column, String(node.value)];
    case "list":
      return ["list", line, column, node.items.map(pack)];
    case "map":
      return ["map", line, column, Array.from(node.entries.values(), packEntry)];
    case "bytes":
      throw new Error("Bytes cannot be packed");
  }
}

function packEntry({ key, value }: { key: unknown; value: ConfigNode }): readonly [string, Packed] {
  if (typeof key !== "string") throw new Error(`The key ${String(key)} is no string and cannot be packed`);
  return [key, pack(value)];
}

/** @param path of the file that it was read from. @returns the tree, each value where it stands there. */
export function unpack([kind, line, column, content]: Packed, path: string): ConfigNode {
  const origin: Origin = { type: "file", path, line, column };
  switch (kind) {
    case "null":
      return nullNode(origin);
    case "bool":
      return boolNode(content, origin);
    case "int":
      return intNode(BigInt(content), origin);
    case "float":
      return floatNode(Number(content), origin);
    case "str":
      return strNode(content, origin);
    case "list":
      return listNode(
        content.map((item) => unpack(item, path)),
        origin,
      );
    case "map":
      return mapNode(
        content.map(([key, value]) => [key, unpack(value, path)]),
        origin,
      );
  }
}
