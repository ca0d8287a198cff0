import type { ConfigSource, GroupContent, SourcedConfig } from "./source.js";

/** Configs that ship with the program, by their path without the ending. */
export type EmbeddedConfigs = ReadonlyMap<string, () => SourcedConfig>;

/** A source in memory: Hydra's own configs, or an empty one for a package that does not exist here. */
export class EmbeddedSource implements ConfigSource {
  readonly provider: string;
  readonly scheme: string;
  readonly path: string;
  readonly #configs: EmbeddedConfigs | undefined;

  constructor(place: { provider: string; scheme: string; path: string }, configs?: EmbeddedConfigs) {
    this.provider = place.provider;
    this.scheme = place.scheme;
    this.path = place.path;
    this.#configs = configs;
  }

  available(): boolean {
    return this.#configs !== undefined;
  }

  isGroup(group: string): boolean {
    if (this.#configs === undefined) return false;
    if (group === "") return true;
    const prefix = group.endsWith("/") ? group : `${group}/`;
    return [...this.#configs.keys()].some((path) => path.startsWith(prefix));
  }

  isConfig(config: string): boolean {
    return this.#configs?.has(withoutYamlEnding(config)) === true;
  }

  load(config: string): SourcedConfig {
    const load = this.#configs?.get(withoutYamlEnding(config));
    if (load === undefined) throw new Error(`No embedded config '${config}'`);
    return load();
  }

  list(group: string): GroupContent {
    const groups = new Set<string>();
    const options: string[] = [];
    const prefix = group === "" ? "" : `${group}/`;
    for (const path of this.#configs?.keys() ?? []) {
      if (!path.startsWith(prefix)) continue;
      const [name = "", ...below] = path.slice(prefix.length).split("/");
      if (name.startsWith("_")) continue;
      if (below.length > 0) groups.add(name);
      else options.push(name);
    }
    return { groups: [...groups].sort(), options: options.sort() };
  }
}

function withoutYamlEnding(path: string): string {
  return path.endsWith(".yaml") ? path.slice(0, -".yaml".length) : path;
}
