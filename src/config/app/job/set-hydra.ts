import type { ConfigNode, MapNode } from "../../nodes/node.js";
import { update } from "../../nodes/update.js";

/** @returns the config with a fact of the run written into its `hydra` node. */
export function setHydra(config: MapNode, key: string, value: ConfigNode): MapNode {
  const changed = update(config, `hydra.${key}`, value, { forceAdd: true });
  return changed.kind === "map" ? changed : config;
}
