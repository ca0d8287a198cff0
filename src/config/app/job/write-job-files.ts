import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listNode } from "../../nodes/create.js";
import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { select } from "../../nodes/select.js";
import { dumpYaml } from "../../yaml/dump.js";
import { hydraPart } from "../hydra-part.js";
import { jobPart } from "../job-part.js";

/**
 * Writes what a job ran with into the folder that `hydra.output_subdir` names in its directory: `config.yaml`,
 * `hydra.yaml`, `overrides.yaml`. A null sub-folder writes nothing.
 */
export function writeJobFiles(config: MapNode, context: ResolveContext): void {
  const subdir = resolveAt(config, "hydra.output_subdir", context);
  const directory = resolveAt(config, "hydra.runtime.output_dir", context);
  if (subdir === undefined || subdir.kind === "null" || directory?.kind !== "str") return;
  const folder = join(directory.value, pythonText(subdir));
  mkdirSync(folder, { recursive: true });
  const files = {
    "config.yaml": jobPart(config),
    "hydra.yaml": hydraPart(config),
    "overrides.yaml": select(config, "hydra.overrides.task") ?? listNode([]),
  };
  for (const [name, node] of Object.entries(files)) writeFileSync(join(folder, name), dumpYaml(node));
}
