import { join } from "node:path";
import { listNode, mapNode, strNode } from "../../config/nodes/create.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import { select } from "../../config/nodes/select.js";
import { update } from "../../config/nodes/update.js";
import { dumpYaml } from "../../config/yaml/dump.js";
import { type HydraFiles, writeHydraFiles } from "../../run/hydra-files.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/read-configuration.js";

/** Where `hydra.run.dir` leads, and whether its name is made from the time, so that every run has its own. */
export function runDirectoryText({ composition, context }: Configuration): {
  text: string;
  isTimed: boolean;
} {
  const raw = select(composition.config, "hydra.run.dir");
  const value = resolveAt(composition.config, "hydra.run.dir", context);
  if (value?.kind !== "str" || value.value === "") throw new CliError("hydra.run.dir must name a folder.");
  return { text: value.value, isTimed: raw?.kind === "str" && raw.value.includes("${now:") };
}

/** Writes `.hydra/` (or what `hydra.output_subdir` says) into a run directory; a null sub-folder writes nothing. */
export function writeRunFiles({ composition, context }: Configuration, directory: string): void {
  const subfolder = resolveAt(composition.config, "hydra.output_subdir", context);
  if (subfolder?.kind !== "str") return;
  const hydra = update(composition.hydra, "runtime.output_dir", strNode(directory));
  const files: HydraFiles = {
    config: dumpYaml(composition.job),
    hydra: dumpYaml(mapNode([["hydra", hydra]])),
    overrides: dumpYaml(listNode(composition.taskOverrides.map((text) => strNode(text)))),
  };
  writeHydraFiles(join(directory, subfolder.value), files);
}
