import { ConfigError } from "../error.js";
import { mapNode } from "../nodes/create.js";
import type { ConfigNode, Key, MapNode, Origin } from "../nodes/node.js";

/** A node as read; `<<` and `=` without quotes have a meaning as keys and none as values. */
export interface Parsed {
  readonly node: ConfigNode;
  readonly special: "merge" | "value" | undefined;
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

  /** @throws ConfigError (parse) for a string key given twice, a list or mapping as key, a wrong merge. */
  add(key: Parsed, { node: value, special }: Parsed): void {
    if (special !== undefined)
      throw new ConfigError(
        "parse",
        "Could not determine a constructor for a merge key as a value: quote it",
        {
          origin: value.origin,
        },
      );
    if (key.special === "merge") {
      for (const source of mergeSources(value))
        for (const entry of source.entries.values()) this.#merged.push([entry.key, entry.value]);
      return;
    }
    const { node } = key;
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
