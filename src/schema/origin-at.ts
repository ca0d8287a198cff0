import type { ConfigNode, Origin } from "../config/nodes/node.js";

/** @returns the node under a path of keys and list indices; undefined where there is none. */
export function nodeAt(root: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  let at: ConfigNode | undefined = root;
  for (const part of path) at = at?.kind === "list" ? at.items[Number(part)] : child(at, part);
  return at;
}

/** @returns where the deepest part of the path that exists was written. */
export function originAt(root: ConfigNode, path: readonly string[]): Origin {
  for (let length = path.length; length > 0; length--) {
    const found = nodeAt(root, path.slice(0, length));
    if (found !== undefined) return found.origin;
  }
  return root.origin;
}

function child(node: ConfigNode | undefined, name: string): ConfigNode | undefined {
  return node?.kind === "map" ? node.entries.get(name)?.value : undefined;
}
