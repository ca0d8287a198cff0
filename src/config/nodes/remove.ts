import { ConfigError } from "../error.js";
import { readonlyError } from "./merge.js";
import { type ConfigNode, keyId, type MapNode } from "./node.js";
import { joinKey, splitKey } from "./path.js";

/**
 * Removes the value of a key path from its mapping; struct flags do not refuse it, as Hydra deletes.
 * @returns the new tree, which shares what did not change.
 * @throws ConfigError: key when the path leads nowhere or into a list; readonly.
 */
export function remove(root: ConfigNode, path: string): ConfigNode {
  return removeAt(root, splitKey(path), 0, "", false);
}

function removeAt(
  node: ConfigNode,
  parts: readonly string[],
  at: number,
  parent: string,
  inheritsReadonly: boolean,
): ConfigNode {
  const key = parts[at] ?? "";
  const id = keyId(key);
  const fullKey = joinKey(parent, key, { inList: node.kind === "list" });
  const entry = node.kind === "map" ? node.entries.get(id) : undefined;
  if (node.kind !== "map" || entry === undefined)
    throw new ConfigError("key", `Key not found: '${fullKey}'`, { key: fullKey });
  const readonly = node.flags?.readonly ?? inheritsReadonly;
  const entries = new Map(node.entries);
  if (at < parts.length - 1) {
    entries.set(id, { key, value: removeAt(entry.value, parts, at + 1, fullKey, readonly) });
    return { ...node, entries } satisfies MapNode;
  }
  if (readonly) throw readonlyError(fullKey);
  entries.delete(id);
  return { ...node, entries } satisfies MapNode;
}
