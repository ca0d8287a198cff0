import { join, resolve } from "node:path";
import type { ConfigFiles } from "../composition.js";
import { ConfigError } from "../error.js";
import { loadConfigFile } from "../yaml/load-config.js";
import { packageHeader } from "./header.js";
import { type ConfigSource, type GroupContent, type SourcedConfig, withYamlEnding } from "./source.js";

/** A folder of YAML files: sub-folders are groups, files are configs and options. */
export class FileSource implements ConfigSource {
  readonly scheme = "file";
  readonly provider: string;
  readonly path: string;
  readonly #root: string;
  readonly #files: ConfigFiles;

  /** @param path the folder, as written; relative to `cwd`. */
  constructor(provider: string, path: string, { files, cwd }: { files: ConfigFiles; cwd: string }) {
    this.provider = provider;
    this.path = path;
    this.#root = resolve(cwd, path);
    this.#files = files;
  }

  available(): boolean {
    return this.isGroup("");
  }

  isGroup(group: string): boolean {
    return this.#files.kind(join(this.#root, group)) === "folder";
  }

  isConfig(config: string): boolean {
    return this.#files.kind(join(this.#root, withYamlEnding(config))) === "file";
  }

  load(config: string): SourcedConfig {
    const path = join(this.#root, withYamlEnding(config));
    const text = this.#files.read(path);
    if (text === undefined) throw new ConfigError("missing_config", `Config not found: ${path}`);
    const header = packageHeader(text, path);
    const node = loadConfigFile(text, path);
    return header === undefined ? { node } : { node, header };
  }

  list(group: string): GroupContent {
    const folder = join(this.#root, group);
    const groups: string[] = [];
    const options = new Set<string>();
    for (const name of this.#files.list(folder)) {
      const kind = this.#files.kind(join(folder, name));
      if (kind === "folder" && name !== "__pycache__") groups.push(name);
      if (kind === "file" && name.endsWith(".yaml")) options.add(name.slice(0, -".yaml".length));
    }
    return { groups: groups.sort(), options: [...options].sort() };
  }
}
