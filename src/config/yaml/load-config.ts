import { ConfigError } from "../error.js";
import { mapNode, nullNode } from "../nodes/create.js";
import type { ConfigNode } from "../nodes/node.js";
import { loadYaml } from "./load.js";

/**
 * @returns the config that `OmegaConf.create` makes of YAML text: an empty document is an empty mapping, a
 * single string `x` the mapping `{x: null}`.
 * @throws ConfigError as `loadYaml`, and validation for any other single value.
 */
export function loadConfig(text: string, source: string): ConfigNode {
  return configOf(loadYaml(text, source));
}

/**
 * @returns the config that `OmegaConf.load` makes of a file: as `loadConfig`, but a document that is a single string
 * is read as YAML once more, so that `"a: 1"` with its quotes is a mapping.
 * @throws ConfigError as `loadConfig`.
 */
export function loadConfigFile(text: string, path: string): ConfigNode {
  const node = loadYaml(text, path);
  return configOf(node.kind === "str" ? { ...loadYaml(node.value, path), origin: node.origin } : node);
}

function configOf(node: ConfigNode): ConfigNode {
  if (node.kind === "null") return mapNode([], node.origin);
  if (node.kind === "str") return mapNode([[node.value, nullNode(node.origin)]], node.origin);
  if (node.kind === "map" || node.kind === "list") return node;
  throw new ConfigError("validation", `A config is a list or a mapping, not a single ${node.kind}`, {
    origin: node.origin,
  });
}
