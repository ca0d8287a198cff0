import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import type { Configuration } from "../config/configuration.js";
import type { PreparedRun } from "../config/prepare-run.js";
import type { World } from "../world.js";

/** Everything that a run of a chain is made from. */
export interface ChainRequest {
  readonly flags: Arguments["flags"];
  /** The words, the program's name first, that repeat the run. */
  readonly command: readonly string[];
  readonly configuration: Configuration;
  readonly prepared: PreparedRun;
  readonly world: World;
}
