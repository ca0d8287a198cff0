import { mapNode } from "../../config/nodes/create.js";
import { resolve, resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { pythonText } from "../../config/nodes/python-text.js";
import { select } from "../../config/nodes/select.js";
import { dumpYaml } from "../../config/yaml/dump.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/read-configuration.js";

export interface ConfigView {
  readonly part: "job" | "hydra" | "all";
  /** A key: only what is under it is shown. */
  readonly package?: string;
  readonly resolve: boolean;
}

/**
 * @returns the composed configuration as `--cfg` prints it: YAML, or the plain text of a single value.
 * @throws CliError when there is nothing under the package.
 */
export function showConfig(configuration: Configuration, view: ConfigView): string {
  const { composition, context } = configuration;
  const hydra = mapNode([["hydra", composition.hydra]]);
  const raw: ConfigNode = { job: composition.job, hydra, all: composition.config }[view.part];
  const root = view.resolve ? resolve(raw, context, { toMissing: "keep" }) : raw;
  if (view.package === undefined || view.package === "_global_") return dumpYaml(root);
  const container = select(root, view.package);
  if (container?.kind === "map" || container?.kind === "list") {
    return `# @package ${view.package}\n${dumpYaml(container)}`;
  }
  const value = resolveAt(root, view.package, context);
  if (value === undefined || value.kind === "null") {
    throw new CliError(`package '${view.package}' not found in config`);
  }
  return `${pythonText(value)}\n`;
}
