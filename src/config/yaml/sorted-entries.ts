import type { Key, MapEntry, MapNode } from "../nodes/node.js";

/** @returns the entries in rising order of their keys; as they are when Python could not compare all keys. */
export function sortedEntries({ entries }: MapNode): MapEntry[] {
  const list = [...entries.values()];
  const kinds = new Set(list.map(({ key }) => comparable(key)));
  if (kinds.size > 1 || kinds.has("null")) return list;
  return list.sort((a, b) => compare(a.key, b.key));
}

function comparable(key: Key): "text" | "number" | "bytes" | "null" {
  if (typeof key === "string") return "text";
  if (key === null) return "null";
  return key instanceof Uint8Array ? "bytes" : "number";
}

/** UTF-8 keeps the order of code points, which UTF-16 does not. */
function compare(a: Key, b: Key): number {
  if (typeof a === "string" && typeof b === "string") {
    if (a === b) return 0;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (a === null || b === null || a === b) return 0;
  return a < b ? -1 : 1;
}
