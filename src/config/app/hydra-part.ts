import { mapNode } from "../nodes/create.js";
import type { MapNode } from "../nodes/node.js";

/** @returns the config's `hydra` node under its key, alone: what `.hydra/hydra.yaml` holds and `${hydra:…}` sees. */
export function hydraPart(config: MapNode): MapNode {
  const hydra = config.entries.get("hydra")?.value;
  return mapNode(hydra === undefined ? [] : [["hydra", hydra]], config.origin);
}
