import { type ConfigNode, keyId } from "./node.js";
import { splitKey } from "./path.js";
import { pythonInteger } from "./python-integer.js";

/**
 * Finds the raw value of a key path: no interpolation is followed (`resolveAt` does that).
 * @returns the node, or undefined when the path leads nowhere.
 */
export function select(root: ConfigNode, path: string): ConfigNode | undefined {
  if (path === "") return root;
  const parts = splitKey(path);
  let at: ConfigNode | undefined = parts.length === 0 ? undefined : root;
  for (const part of parts) at = at === undefined ? undefined : childOf(at, part);
  return at;
}

/** @returns the child with a string key of a mapping or an index of a list, or undefined. */
export function childOf(node: ConfigNode, key: string): ConfigNode | undefined {
  if (node.kind === "map") return node.entries.get(keyId(key))?.value;
  if (node.kind !== "list") return undefined;
  const index = pythonInteger(key);
  return index === undefined || index < 0 ? undefined : node.items[index];
}
