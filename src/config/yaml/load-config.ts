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
  const node = loadYaml(text, source);
  if (node.kind === "null") return mapNode([], node.origin);
  if (node.kind === "str") return mapNode([[node.value, nullNode(node.origin)]], node.origin);
  if (node.kind === "map" || node.kind === "list") return node;
  throw new ConfigError("validation", `A config is a list or a mapping, not a single ${node.kind}`, {
    origin: node.origin,
  });
}
