import { join } from "node:path";
import { hydraPart } from "../../config/app/hydra-part.js";
import { setHydra } from "../../config/app/job/set-hydra.js";
import { listNode, strNode } from "../../config/nodes/create.js";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { dumpYaml } from "../../config/yaml/dump.js";
import { writeHydraFiles } from "../../run/hydra-files.js";
import { maskSecret } from "../../run/provenance.js";
import type { Configuration } from "../config/configuration.js";
import type { PreparedRun } from "../config/prepare-run.js";
import { sweptSecrets } from "../config/sweep-secrets.js";
import { withoutSecrets } from "../config/without-secrets.js";

/**
 * Writes `.hydra/` (or what `hydra.output_subdir` says) into a run directory, without the values of secrets; a null
 * sub-folder writes nothing.
 */
export function writeRunFiles(
  configuration: Configuration,
  { parted, services }: PreparedRun,
  directory: string,
): void {
  const { config: whole, job, overrides, context } = configuration;
  const subfolder = resolveAt(whole, "hydra.output_subdir", context);
  if (subfolder?.kind !== "str") return;
  const swept = sweptSecrets(configuration, services);
  const hidden = { paths: parted.paths, texts: [...swept, ...parted.secrets.values()] };
  const dump = (node: ConfigNode) => dumpYaml(withoutSecrets(node, hidden));
  const placed = setHydra(whole, "runtime.output_dir", strNode(directory));
  writeHydraFiles(join(directory, subfolder.value), {
    config: dump(job),
    hydra: dump(hydraPart(placed)),
    overrides: dump(listNode(overrides.task.map((text) => strNode(maskSecret(text, services))))),
  });
}
