import { join } from "node:path";
import { partSecrets } from "../../chain/secrets.js";
import { hydraPart } from "../../config/app/hydra-part.js";
import { setHydra } from "../../config/app/job/set-hydra.js";
import { listNode, strNode } from "../../config/nodes/create.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { dumpYaml } from "../../config/yaml/dump.js";
import { writeHydraFiles } from "../../run/hydra-files.js";
import type { Configuration } from "../config/configuration.js";
import type { PreparedRun } from "../config/prepare-run.js";
import { withoutSecrets } from "../config/without-secrets.js";

/**
 * Writes `.hydra/` (or what `hydra.output_subdir` says) into a run directory, without the values of secrets; a null
 * sub-folder writes nothing.
 */
export function writeRunFiles(
  { config: whole, job, overrides, context }: Configuration,
  { config, services }: PreparedRun,
  directory: string,
): void {
  const subfolder = resolveAt(whole, "hydra.output_subdir", context);
  if (subfolder?.kind !== "str") return;
  const secrets = [...partSecrets(config, services).secrets.values()];
  const dump = (node: ConfigNode) => dumpYaml(withoutSecrets(node, secrets));
  const placed = setHydra(whole, "runtime.output_dir", strNode(directory));
  writeHydraFiles(join(directory, subfolder.value), {
    config: dump(job),
    hydra: dump(hydraPart(placed)),
    overrides: dump(listNode(overrides.task.map((text) => strNode(text)))),
  });
}
