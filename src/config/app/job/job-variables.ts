import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { hydraPart } from "../hydra-part.js";

/**
 * @param config composed, with its `hydra` node, which alone is in reach of the values.
 * @returns the environment variables that `hydra.job.env_set` names, with those of `env_copy` among them.
 */
export function jobVariables(config: MapNode, context: ResolveContext): ReadonlyMap<string, string> {
  const node = resolveAt(hydraPart(config), "hydra.job.env_set", context);
  const entries = node?.kind === "map" ? [...node.entries.values()] : [];
  return new Map(entries.map(({ key, value }) => [String(key), pythonText(value)]));
}
