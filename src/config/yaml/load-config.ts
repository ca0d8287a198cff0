import { mapNode, nullNode } from "../nodes/create.js";
import type { ConfigNode } from "../nodes/node.js";
import { loadYaml } from "./load.js";

/**
 * @returns the config that `OmegaConf.create` makes of YAML text: an empty document is an empty mapping, a
 * single string `x` the mapping `{x: null}`.
 * @throws ConfigError as `loadYaml`.
 */
export function loadConfig(text: string, source: string): ConfigNode {
  const node = loadYaml(text, source);
  if (node.kind === "null") return mapNode([], node.origin);
  return node.kind === "str" ? mapNode([[node.value, nullNode(node.origin)]], node.origin) : node;
}
