import { ConfigError } from "../error.js";
import type { ResolveContext } from "./interpolation/context.js";
import { dereference } from "./interpolation/dereference.js";
import { type Place, rootPlace } from "./interpolation/place.js";
import {
  type ConfigNode,
  isInterpolation,
  isMissing,
  type KeyId,
  type MapEntry,
  type MapNode,
} from "./node.js";
import { joinKey } from "./path.js";
import { builtinResolvers } from "./resolvers/builtin.js";
import { keyText } from "./to-plain.js";

type Flags = NonNullable<MapNode["flags"]>;

/** What a merge needs to know about where its base stands. */
export interface MergeSite {
  readonly key: string;
  readonly fullKey: string;
  /** Flags that the base inherits. */
  readonly flags: Flags;
  /** @returns the place of the base, given what it has become so far. */
  place(node: ConfigNode): Place;
  /** For bases that are interpolations to containers: they are replaced by a copy of these first. */
  readonly context: ResolveContext;
}

/**
 * Merges as `OmegaConf.merge`: mappings key by key, anything else replaces; a missing value (`???`) replaces
 * nothing; a mapping over an interpolation to a mapping goes into a copy of that. Null as a whole over a mapping is
 * null, and takes nothing more.
 * @returns the new tree; replaced values are told by `hides`.
 * @throws ConfigError: merge (a list and a mapping), key (`Key 'x' is not in struct`), readonly.
 */
export function merge(
  base: ConfigNode,
  over: ConfigNode,
  context: ResolveContext = { resolvers: builtinResolvers, env: {}, now: () => new Date(0) },
): ConfigNode {
  if (base.kind === "map" && over.kind === "null") return hiding(over, base);
  if (base.kind === "null" && (over.kind === "null" || isEmptyMap(over))) return base;
  return mergeContainers(base, over, { key: "", fullKey: "", flags: {}, place: rootPlace, context });
}

function isEmptyMap(node: ConfigNode): boolean {
  return node.kind === "map" && node.entries.size === 0;
}

/** Merges two containers whose base stands somewhere in a tree. */
export function mergeContainers(base: ConfigNode, over: ConfigNode, site: MergeSite): ConfigNode {
  if (base.kind === "map" && over.kind === "map") return mergeMaps(base, over, site);
  if (base.kind === "list" && over.kind === "list") {
    if (site.flags.readonly) throw readonlyError(site.fullKey);
    return hiding(over, base);
  }
  throw new ConfigError("merge", "Cannot merge DictConfig with ListConfig", {
    key: site.fullKey,
    origin: over.origin,
  });
}

function mergeMaps(base: MapNode, over: MapNode, site: MergeSite): MapNode {
  const entries = new Map<KeyId, MapEntry>(base.entries);
  const flags = { ...site.flags, ...base.flags };
  for (const [id, { key, value }] of over.entries) {
    const existing = entries.get(id);
    const name = keyText(key);
    const place = (node: ConfigNode): Place => {
      const parent = { ...base, entries: new Map(entries).set(id, { key, value: node }) };
      return { node, parent: site.place(parent), key: name };
    };
    const inner = { key: name, fullKey: joinKey(site.fullKey, name), flags, place, context: site.context };
    const merged = existing === undefined ? added(value, inner) : mergeValue(existing.value, value, inner);
    if (merged !== existing?.value) entries.set(id, { key: existing?.key ?? key, value: merged });
  }
  if (over.flags === undefined) return { ...base, entries };
  return { ...base, entries, flags: { ...base.flags, ...over.flags } };
}

function added(value: ConfigNode, site: MergeSite): ConfigNode {
  checkNewKey(site, value);
  return value;
}

function mergeValue(given: ConfigNode, over: ConfigNode, site: MergeSite): ConfigNode {
  // A text takes an interpolation's place without asking where that leads.
  const asks = over.kind === "map" || over.kind === "list" || isMissing(over);
  const base = asks && isInterpolation(given) ? containerBehind(given, site) : given;
  const container = base.kind === "map" || base.kind === "list";
  if (container && (over.kind === "map" || over.kind === "list")) {
    const merged = mergeContainers(base, over, site);
    return base === given ? merged : { ...merged, hides: given };
  }
  if (isMissing(over)) return base;
  if (site.flags.readonly) throw readonlyError(site.fullKey);
  return hiding(over, given);
}

/** @returns the container that the interpolation leads to, or the interpolation itself. */
function containerBehind(given: ConfigNode, { place, context }: MergeSite): ConfigNode {
  try {
    const { node, plain } = dereference({ context, steps: 0 }, { node: given, place: place(given) });
    return !plain && (node.kind === "map" || node.kind === "list") ? node : given;
  } catch (error) {
    if (error instanceof ConfigError && error.kind === "interpolation") return given;
    throw error;
  }
}

/** @returns the node that takes another's place, with that at the end of what it hides. */
export function hiding(node: ConfigNode, hidden: ConfigNode): ConfigNode {
  if (node === hidden) return node;
  return { ...node, hides: node.hides === undefined ? hidden : hiding(node.hides, hidden) };
}

/** @throws ConfigError (key or readonly) when the container of a new key refuses it. */
export function checkNewKey({ key, fullKey, flags }: MergeSite, { origin }: ConfigNode): void {
  if (flags.struct)
    throw new ConfigError("key", `Key '${key}' is not in struct`, { key: fullKey, origin, absent: true });
  if (flags.readonly) throw readonlyError(fullKey);
}

export function readonlyError(key: string): ConfigError {
  return new ConfigError("readonly", "Cannot change read-only config container", { key });
}
