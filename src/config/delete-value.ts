import { ConfigError } from "./error.js";
import type { ResolveContext } from "./nodes/interpolation/context.js";
import { lookUp } from "./nodes/interpolation/look-up.js";
import { type Place, rootPlace } from "./nodes/interpolation/place.js";
import { type ConfigNode, isMissing, type MapNode } from "./nodes/node.js";
import { joinKey, splitKey } from "./nodes/path.js";
import { pythonInteger } from "./nodes/python-integer.js";

/** @returns the value with interpolations on the way followed; undefined for none, null, missing and below scalars. */
export function valueAt(tree: MapNode, key: string, context: ResolveContext): ConfigNode | undefined {
  const node = find(tree, key, context)?.node;
  return node === undefined || node.kind === "null" || isMissing(node) ? undefined : node;
}

/**
 * @returns the tree without the key. Where an interpolation stands on the way, the key goes from the mapping that
 * it leads to, as in Hydra; where a resolver made that mapping, nothing goes.
 * @throws ConfigError (key) for an item of a list.
 */
export function deleteValue(tree: MapNode, key: string, context: ResolveContext): ConfigNode {
  const parts = splitKey(key);
  const name = parts.at(-1) ?? "";
  const parent = parts.length === 1 ? undefined : find(tree, key.slice(0, key.lastIndexOf(".")), context);
  if (parent === undefined) return without(tree, [name]);
  if (parent.node.kind === "list")
    throw new ConfigError("key", `An item of a list cannot be deleted: '${key}'`, {
      key: joinKey(key.slice(0, key.lastIndexOf(".")), name, { inList: true }),
    });
  return parent.plain ? tree : without(tree, [...pathOf(parent.place), name]);
}

function find(tree: MapNode, key: string, context: ResolveContext) {
  const options = { throwOnMissing: false, throughScalar: "nothing" } as const;
  return lookUp({ context, steps: 0 }, rootPlace(tree), key, options);
}

function pathOf({ parent, key }: Place): string[] {
  return parent === undefined ? [] : [...pathOf(parent), key ?? ""];
}

function without(node: ConfigNode, [head = "", ...rest]: readonly string[]): ConfigNode {
  if (node.kind === "list") {
    const index = pythonInteger(head) ?? -1;
    const item = node.items[index];
    return item === undefined ? node : { ...node, items: node.items.with(index, without(item, rest)) };
  }
  const entry = node.kind === "map" ? node.entries.get(head) : undefined;
  if (node.kind !== "map" || entry === undefined) return node;
  const entries = new Map(node.entries);
  if (rest.length === 0) entries.delete(head);
  else entries.set(head, { key: entry.key, value: without(entry.value, rest) });
  return { ...node, entries };
}
