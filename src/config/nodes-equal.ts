import type { ConfigNode } from "./nodes/node.js";

/** @returns whether two values are equal as Python has it: `1`, `1.0` and `True` are, order of keys does not count. */
export function nodesEqual(a: ConfigNode, b: ConfigNode): boolean {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left >= right && left <= right;
  if (a.kind === "str" && b.kind === "str") return a.value === b.value;
  if (a.kind === "list" && b.kind === "list")
    return a.items.length === b.items.length && a.items.every((item, index) => same(item, b.items[index]));
  if (a.kind === "map" && b.kind === "map")
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([id, { value }]) => same(value, b.entries.get(id)?.value))
    );
  return a.kind === "null" && b.kind === "null";
}

function same(a: ConfigNode, b: ConfigNode | undefined): boolean {
  return b !== undefined && nodesEqual(a, b);
}

function numberOf(node: ConfigNode): bigint | number | undefined {
  if (node.kind === "int" || node.kind === "float") return node.value;
  return node.kind === "bool" ? Number(node.value) : undefined;
}
