import type { MapNode } from "../../nodes/node.js";
import { hydraPart } from "../hydra-part.js";
import { jobPart } from "../job-part.js";
import type { Program } from "../program.js";
import { ConfigView } from "./config-view.js";
import type { Job } from "./job.js";
import { neededText } from "./needed-text.js";

/**
 * @param config with the `hydra` node of the run.
 * @returns what the program's task is given.
 * @throws ConfigError when the job has no name.
 */
export function openJob(
  program: Program,
  config: MapNode,
  place: Pick<Job, "cwd" | "env" | "outputDir">,
): Job {
  const context = program.context(config, place.env);
  return {
    ...place,
    config: new ConfigView(jobPart(config), context),
    hydra: new ConfigView(hydraPart(config), context),
    log: program.log.logger(neededText(config, "hydra.job.name", context)),
    logger: (name) => program.log.logger(name),
    stdout: program.world.stdout,
  };
}
