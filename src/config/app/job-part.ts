import type { MapNode } from "../nodes/node.js";

/** @returns the config without its `hydra` node: what a job sees. */
export function jobPart(config: MapNode): MapNode {
  const entries = new Map(config.entries);
  entries.delete("hydra");
  return { ...config, entries };
}
