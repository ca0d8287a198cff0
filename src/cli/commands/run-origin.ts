import { partSecrets } from "../../chain/secrets.js";
import { type Provenance, provenance } from "../../run/provenance.js";
import type { Json, JsonObject } from "../../schema/json.js";
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
  const { config, plan, services } = prepared;
  return {
    projectName: experimentName(config, world.env),
    provenance: await provenance({
      cwd: world.cwd,
      command,
      services,
      env: world.env,
    }),
    params: {
      ...flatConfig(partSecrets(config, services).config),
      operation_mode: plan.operationMode,
      model_path: textAt(config, "model_path") ?? "",
      config_path: textFlag(flags, "config-path") ?? configuration.located.folder,
      config_name: textFlag(flags, "config-name") ?? configuration.located.name,
    },
  };
}

function textAt({ general }: JsonObject, name: string): string | undefined {
  const value: Json | undefined = isObject(general) ? general[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
