import type { PreparedRun } from "../config/prepare-run.js";
import type { Configuration } from "../config/read-configuration.js";
import type { Arguments } from "../parse-arguments.js";
import type { World } from "../world.js";

/** Everything that a run of a chain is made from. */
export interface ChainRequest {
  readonly request: Arguments;
  readonly configuration: Configuration;
  readonly prepared: PreparedRun;
  readonly world: World;
}
