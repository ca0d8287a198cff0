import { ConfigError } from "../error.js";
import { mapNode } from "../nodes/create.js";
import type { ConfigNode, Key, MapNode, Origin } from "../nodes/node.js";

/** A node as read. */
export interface Parsed {
  readonly node: ConfigNode;
  /** `<<`, which has a meaning as a key. */
  readonly merges?: true;
  /** Why it cannot be a value: its tag says what configs do not hold, or it has a meaning as a key only. */
  readonly refused?: ConfigError;
}

/** Gathers the entries of a mapping, with YAML's merge keys. */
export class MapBuilder {
  readonly #origin: Origin;
  readonly #merged: (readonly [Key, ConfigNode])[] = [];
  readonly #own: (readonly [Key, ConfigNode])[] = [];
  readonly #names = new Set<string>();

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** Puts the entries of one mapping, or of several, under those that are written here. @throws ConfigError (parse). */
  merge(value: ConfigNode): void {
    for (const source of mergeSources(value))
      for (const entry of source.entries.values()) this.#merged.push([entry.key, entry.value]);
  }

  /** @throws ConfigError (parse) for a string key given twice, a list or mapping as key. */
  add(node: ConfigNode, value: ConfigNode): void {
    if (node.kind === "list" || node.kind === "map")
      throw new ConfigError("parse", "A list or mapping cannot be a key", { origin: node.origin });
    if (node.kind === "str") this.#checkNew(node.value, node.origin);
    this.#own.push([node.kind === "null" ? null : node.value, value]);
  }

  #checkNew(name: string, origin: Origin): void {
    if (this.#names.has(name))
      throw new ConfigError("parse", `Found duplicate key ${name}`, { origin, key: name });
    this.#names.add(name);
  }

  build(): ConfigNode {
    return mapNode(this.#merged.length === 0 ? this.#own : [...this.#merged, ...this.#own], this.#origin);
  }
}

/** @returns the mappings to merge, the one that counts most last. */
function mergeSources(value: ConfigNode): MapNode[] {
  const sources = value.kind === "list" ? value.items.toReversed() : [value];
  return sources.map((source) => {
    if (source.kind === "map") return source;
    throw new ConfigError("parse", "Expected a mapping or a list of mappings for merging", {
      origin: source.origin,
    });
  });
}
