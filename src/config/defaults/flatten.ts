import { ConfigError } from "../error.js";
import type { DefaultsEntry } from "./entry.js";
import { isSelf } from "./item.js";
import { choiceName, configPath, finalPackage, overrideKey, type PlacedItem } from "./placed-item.js";
import type { DefaultsTree } from "./tree.js";

/** What Hydra calls the node above the primary config. */
const ROOT = "<root>";

/**
 * @returns the configs of the trees in the order of merging, without those deleted, null or left at `???`.
 * @throws ConfigError (composition) when a group takes part twice.
 */
export function flatten(trees: readonly DefaultsTree[]): DefaultsEntry[] {
  const entries: DefaultsEntry[] = [];
  for (const tree of trees) collect(tree, undefined, entries);
  const keys = new Set<string>();
  for (const { overrideKey: key, isSelf: self } of entries) {
    if (self || key === undefined) continue;
    if (keys.has(key))
      throw new ConfigError("composition", `${key} appears more than once in the final defaults list`);
    keys.add(key);
  }
  return entries;
}

function collect(tree: DefaultsTree, parent: PlacedItem | undefined, entries: DefaultsEntry[]): void {
  const { item, children } = tree;
  if (children === undefined) {
    if (isTaken(item)) entries.push(leaf(item, parent));
    return;
  }
  for (const child of children) {
    if (isSelf(child.item)) entries.push(self(item, parent));
    else collect(child, item, entries);
  }
}

function isTaken(item: PlacedItem): boolean {
  const name = choiceName(item);
  return item.deleted !== true && name !== null && name !== "???";
}

function self(item: PlacedItem, parent: PlacedItem | undefined): DefaultsEntry {
  return { ...leaf(item, parent), isSelf: true, overrideKey: undefined };
}

function leaf(item: PlacedItem, parent: PlacedItem | undefined): DefaultsEntry {
  return {
    configPath: configPath(item),
    parent: parent === undefined ? ROOT : configPath(parent),
    package: finalPackage(item),
    isSelf: false,
    primary: item.primary === true,
    overrideKey: item.group === undefined ? undefined : overrideKey(item),
  };
}
