import { mapNode } from "../../nodes/create.js";
import type { MapNode } from "../../nodes/node.js";
import { jobPart } from "../job-part.js";

/** @returns the part of a config that `--cfg` shows; Hydra's node without its help texts. */
export function shownPart(config: MapNode, part: "job" | "hydra" | "all"): MapNode {
  if (part === "all") return config;
  if (part === "job") return jobPart(config);
  const hydra = config.entries.get("hydra")?.value;
  if (hydra?.kind !== "map") return mapNode([], config.origin);
  const entries = new Map(hydra.entries);
  entries.delete("help");
  entries.delete("hydra_help");
  return mapNode([["hydra", { ...hydra, entries }]], config.origin);
}
