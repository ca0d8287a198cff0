import { ConfigError } from "../error.js";
import { checkDepth } from "./depth.js";
import { parseText } from "./interpolation/grammar/parse.js";
import { type ConfigNode, isInterpolation } from "./node.js";
import { joinKey } from "./path.js";
import { keyText } from "./to-plain.js";

/**
 * Checks what every config must hold before it is used: interpolations that can be read, keys that are not
 * null, and no more than `MAX_DEPTH` levels.
 * @throws ConfigError: parse for an interpolation (with its column), key, validation.
 */
export function checkConfig(root: ConfigNode, fullKey = "", depth = 0): void {
  checkDepth(depth, root.origin);
  if (isInterpolation(root)) checkText(root, fullKey);
  else if (root.kind === "list")
    for (const [index, item] of root.items.entries())
      checkConfig(item, joinKey(fullKey, String(index), { inList: true }), depth + 1);
  else if (root.kind === "map")
    for (const { key, value } of root.entries.values()) {
      if (key === null)
        throw new ConfigError("key", "Incompatible key type 'NoneType'", {
          key: fullKey,
          origin: root.origin,
        });
      if (value.kind === "list" || value.kind === "map" || isInterpolation(value))
        checkConfig(value, joinKey(fullKey, keyText(key)), depth + 1);
    }
}

function checkText(node: Extract<ConfigNode, { kind: "str" }>, key: string): void {
  try {
    parseText(node.value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { kind, message, column } = error;
    throw new ConfigError(kind, message, {
      key,
      origin: node.origin,
      ...(column === undefined ? {} : { column }),
    });
  }
}
