import { valueAt } from "../../chain/config-value.js";
import { type Provenance, provenance } from "../../run/provenance.js";
import { experimentName } from "../config/experiment-name.js";
import { flatConfig } from "../config/flat-config.js";
import { textFlag } from "../text-flag.js";
import type { ChainRequest } from "./chain-request.js";

/** What a run tells of where it comes from: its experiment, its author and code, its configuration. */
export interface RunOrigin {
  readonly projectName: string;
  readonly provenance: Provenance;
  /** The whole configuration by dotted keys, and the zoo's own parameters. */
  readonly params: Readonly<Record<string, string>>;
}

/** @returns the origin of a run of the chain. */
export async function runOrigin({
  flags,
  command,
  configuration,
  prepared,
  world,
}: ChainRequest): Promise<RunOrigin> {
  const { config, parted, plan, services } = prepared;
  const model = valueAt(config, "general.model_path");
  return {
    projectName: experimentName(config, world.env),
    provenance: await provenance({
      cwd: world.cwd,
      command,
      services,
      env: world.env,
    }),
    params: {
      ...flatConfig(parted.config),
      operation_mode: plan.operationMode,
      model_path: typeof model === "string" ? model : "",
      config_path: textFlag(flags, "config-path") ?? configuration.located.folder,
      config_name: textFlag(flags, "config-name") ?? configuration.located.name,
    },
  };
}
