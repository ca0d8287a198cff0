import type { ConfigNode } from "../config/nodes/node.js";

/** @returns the node under a path of keys and list indices; undefined where there is none. */
export function nodeAt(root: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  let at: ConfigNode | undefined = root;
  for (const part of path) at = at?.kind === "list" ? at.items[Number(part)] : child(at, part);
  return at;
}

function child(node: ConfigNode | undefined, name: string): ConfigNode | undefined {
  return node?.kind === "map" ? node.entries.get(name)?.value : undefined;
}
