import { choiceName, configPath, overrideKey, type PlacedItem } from "../../defaults/placed-item.js";
import type { DefaultsTree } from "../../defaults/tree.js";

/** @returns the lines of defaults trees below one root: `group: option`, a config's path, `_self_`. */
export function treeLines(trees: readonly DefaultsTree[]): string[] {
  return ["<root>:", ...trees.flatMap((tree) => linesOf(tree, 1))];
}

function linesOf({ item, children = [] }: DefaultsTree, depth: number): string[] {
  const line = `${"  ".repeat(depth)}${nameOf(item)}`;
  if (children.length === 0) return [line];
  return [`${line}:`, ...children.flatMap((child) => linesOf(child, depth + 1))];
}

function nameOf(item: PlacedItem): string {
  return item.group === undefined ? configPath(item) : `${overrideKey(item)}: ${choiceName(item) ?? "null"}`;
}
