import { ConfigError } from "../error.js";
import { checkConfig } from "./check-config.js";
import { mapNode } from "./create.js";
import { checkDepth } from "./depth.js";
import type { ResolveContext } from "./interpolation/context.js";
import { type Place, rootPlace } from "./interpolation/place.js";
import { checkNewKey, hiding, type MergeSite, mergeContainers, readonlyError } from "./merge.js";
import { type ConfigNode, keyId, type ListNode, type MapNode } from "./node.js";
import { joinKey, splitKey } from "./path.js";
import { pythonInteger } from "./python-integer.js";
import { builtinResolvers } from "./resolvers/builtin.js";
import { childOf } from "./select.js";

export interface UpdateOptions {
  /** A list or mapping is merged into the one that is there (default), or takes its place. */
  readonly merge?: boolean;
  /** Struct flags do not refuse the keys of the path, nor new keys in the value. */
  readonly forceAdd?: boolean;
  readonly context?: ResolveContext;
}

/**
 * Sets a value as `OmegaConf.update`: mappings are made on the way, also in place of scalars.
 * @returns the new tree, which shares what did not change.
 * @throws ConfigError: key (not in struct, no such index), merge, readonly; parse for an interpolation in the value
 * that cannot be read; validation beyond `MAX_DEPTH` levels.
 */
export function update(
  root: ConfigNode,
  path: string,
  value: ConfigNode,
  { merge = true, forceAdd = false, context }: UpdateOptions = {},
): ConfigNode {
  const site: MergeSite = {
    key: "",
    fullKey: "",
    flags: {},
    place: rootPlace,
    context: context ?? { resolvers: builtinResolvers, env: {}, now: () => new Date(0) },
  };
  const parts = splitKey(path);
  if (parts.length === 0) throw new ConfigError("key", `'${path}' names no key`, { key: path });
  checkDepth(parts.length, value.origin);
  return updateAt(root, parts, 0, { value, merge, forceAdd }, site);
}

interface Change {
  readonly value: ConfigNode;
  readonly merge: boolean;
  readonly forceAdd: boolean;
}

function updateAt(
  node: ConfigNode,
  parts: readonly string[],
  at: number,
  change: Change,
  site: MergeSite,
): ConfigNode {
  const key = parts[at] ?? "";
  const container = node.kind === "map" || node.kind === "list" ? node : mapNode([], change.value.origin);
  const inner = siteOfChild(container, key, site);
  if (container.kind === "list") checkIndex(key, inner);
  const last = at === parts.length - 1;
  const child = last ? lastChild(container, key) : childOf(container, key);
  if (!last) {
    const next = child?.kind === "map" || child?.kind === "list" ? child : undefined;
    if (next === undefined) checkSettable(container, key, inner, change);
    const updated = updateAt(next ?? mapNode([], change.value.origin), parts, at + 1, change, inner);
    return withChild(
      container,
      key,
      next === undefined && child !== undefined ? hiding(updated, child) : updated,
      inner,
    );
  }
  const { value } = change;
  const mergeable = change.merge && (value.kind === "map" || value.kind === "list");
  if (mergeable && (child?.kind === "map" || child?.kind === "list")) {
    checkConfig(value, inner.fullKey);
    const flags = change.forceAdd ? { ...inner.flags, struct: false } : inner.flags;
    return withChild(container, key, mergeContainers(child, value, { ...inner, flags }), inner);
  }
  checkSettable(container, key, inner, change);
  checkConfig(value, inner.fullKey);
  return withChild(container, key, child === undefined ? value : hiding(value, child), inner);
}

function siteOfChild(container: MapNode | ListNode, key: string, site: MergeSite): MergeSite {
  const inList = container.kind === "list";
  const place = (node: ConfigNode): Place => {
    const parent = withChild(container, key, node, site);
    return { node, parent: site.place(parent), key };
  };
  const flags = inList ? site.flags : { ...site.flags, ...container.flags };
  return { key, fullKey: joinKey(site.fullKey, key, { inList }), flags, place, context: site.context };
}

/** Only the last index of a path may count from the end. */
function lastChild(container: MapNode | ListNode, key: string): ConfigNode | undefined {
  if (container.kind === "map") return childOf(container, key);
  return container.items.at(pythonInteger(key) ?? container.items.length);
}

function checkIndex(key: string, { fullKey }: MergeSite): number {
  const index = pythonInteger(key);
  if (index !== undefined) return index;
  throw new ConfigError("validation", `Index '${key}' (str) is not an int`, { key: fullKey });
}

function checkSettable(container: MapNode | ListNode, key: string, site: MergeSite, change: Change): void {
  if (site.flags.readonly) throw readonlyError(site.fullKey);
  if (container.kind === "map" && !container.entries.has(keyId(key)) && !change.forceAdd)
    checkNewKey(site, change.value);
}

function withChild(
  container: MapNode | ListNode,
  key: string,
  value: ConfigNode,
  site: MergeSite,
): ConfigNode {
  if (container.kind === "map")
    return { ...container, entries: new Map(container.entries).set(keyId(key), { key, value }) };
  const index = checkIndex(key, site);
  const position = index < 0 ? index + container.items.length : index;
  if (position < 0 || position >= container.items.length)
    throw new ConfigError("key", "list index out of range", { key: site.fullKey, origin: value.origin });
  return { ...container, items: container.items.with(position, value) };
}
