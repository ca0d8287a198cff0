import { loadYaml } from "../yaml/load.js";
import { nullNode } from "./create.js";
import type { ConfigNode } from "./node.js";
import { type UpdateOptions, update } from "./update.js";

/**
 * Applies `key=value` texts as OmegaConf's dot lists: values are YAML, a key alone sets null.
 * @returns the new tree.
 * @throws ConfigError: parse for a value that is no YAML, and as `update`.
 */
export function mergeDotlist(
  root: ConfigNode,
  dotlist: readonly string[],
  options: UpdateOptions = {},
): ConfigNode {
  let tree = root;
  for (const text of dotlist) {
    const equals = text.indexOf("=");
    const key = equals === -1 ? text : text.slice(0, equals);
    const value =
      equals === -1
        ? nullNode({ type: "override", text, column: 1 })
        : loadYaml(text.slice(equals + 1), text);
    tree = update(tree, key, value, options);
  }
  return tree;
}
