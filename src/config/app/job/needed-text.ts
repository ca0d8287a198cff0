import { ConfigError } from "../../error.js";
import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";

/**
 * @returns the text of a key that must have a value.
 * @throws ConfigError: missing_value, interpolation.
 */
export function neededText(config: MapNode, key: string, context: ResolveContext): string {
  const node = resolveAt(config, key, context, { throwOnMissing: true });
  if (node !== undefined && node.kind !== "null") return pythonText(node);
  throw new ConfigError("missing_value", `${key} has no value`, { key });
}
