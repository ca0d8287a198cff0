import type { ConfigNode } from "../nodes/node.js";
import type { DefaultsItem } from "./item.js";
import { parseDefaults } from "./parse-defaults.js";
import type { Schema } from "./schema.js";
import type { ConfigSource } from "./source.js";

/** A config as the search path has it: its content and its defaults list apart. */
export interface LoadedConfig {
  readonly node: ConfigNode;
  readonly defaults: readonly DefaultsItem[];
  readonly header: string | undefined;
  readonly schema: Schema | undefined;
  readonly source: ConfigSource;
}

/** The sources of a search path, in order; the first that has a config gives it. Each config is read once. */
export class Repository {
  readonly sources: readonly ConfigSource[];
  readonly #loaded: Map<string, LoadedConfig | undefined>;

  /** @param before keeps what another search path has loaded already: the primary config. */
  constructor(sources: readonly ConfigSource[], before?: Repository) {
    this.sources = sources;
    this.#loaded = new Map(before?.known());
  }

  /** @returns the config, or undefined when no source has it. */
  load(config: string): LoadedConfig | undefined {
    if (this.#loaded.has(config)) return this.#loaded.get(config);
    const source = this.sources.find((candidate) => candidate.isConfig(config));
    const loaded = source && load(source, config);
    this.#loaded.set(config, loaded);
    return loaded;
  }

  isGroup(group: string): boolean {
    return this.sources.some((source) => source.isGroup(group));
  }

  isConfig(config: string): boolean {
    return this.#loaded.get(config) !== undefined || this.sources.some((source) => source.isConfig(config));
  }

  /** @returns the options of a group in all sources, sorted. */
  options(group: string): string[] {
    return this.#list(group, "options");
  }

  /** @returns the groups below a group in all sources, sorted. */
  groups(group: string): string[] {
    return this.#list(group, "groups");
  }

  known(): ReadonlyMap<string, LoadedConfig | undefined> {
    return this.#loaded;
  }

  #list(group: string, what: "options" | "groups"): string[] {
    const sources = this.sources.filter((source) => source.isGroup(group));
    return [...new Set(sources.flatMap((source) => source.list(group)[what]))].sort();
  }
}

function load(source: ConfigSource, config: string): LoadedConfig {
  const { node, header, schema } = source.load(config);
  const { content, list } = splitDefaults(node);
  const defaults = list === undefined ? [] : parseDefaults(config, list);
  return { node: content, defaults, header, schema, source };
}

function splitDefaults(node: ConfigNode): { content: ConfigNode; list?: ConfigNode } {
  const list = node.kind === "map" ? node.entries.get("defaults")?.value : undefined;
  if (node.kind !== "map" || list === undefined) return { content: node };
  const entries = new Map(node.entries);
  entries.delete("defaults");
  return { content: { ...node, entries }, list };
}
