import type { ConfigNode } from "../nodes/node.js";
import type { Schema } from "./schema.js";

/** A config as a source has it, its defaults list still inside. */
export interface SourcedConfig {
  readonly node: ConfigNode;
  /** What its `# @package` header says. */
  readonly header?: string;
  /** The types that its values must have, from then on. */
  readonly schema?: Schema;
}

/** A place where configs are found by their path: a folder, or a tree that ships with a program. */
export interface ConfigSource {
  readonly provider: string;
  readonly scheme: string;
  /** Without the scheme. */
  readonly path: string;
  available(): boolean;
  isGroup(group: string): boolean;
  isConfig(config: string): boolean;
  /** @returns the config. Call only where `isConfig` holds. */
  load(config: string): SourcedConfig;
  /** @returns what lies in a group. Call only where `isGroup` holds. */
  list(group: string): GroupContent;
}

export interface GroupContent {
  readonly groups: readonly string[];
  readonly options: readonly string[];
}

/** @returns the path with the ending of a config file. */
export function withYamlEnding(path: string): string {
  return path.endsWith(".yaml") ? path : `${path}.yaml`;
}

/** @returns the source as Hydra's messages name it. */
export function describeSource({ provider, scheme, path }: ConfigSource): string {
  return `provider=${provider}, path=${scheme}://${path}`;
}
