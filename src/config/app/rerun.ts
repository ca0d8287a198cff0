import { resolve } from "node:path";
import { configureLog } from "./configure-log.js";
import { earlierConfig } from "./earlier-config.js";
import { callTask } from "./job/call-task.js";
import { JobFailure } from "./job/job-failure.js";
import { neededText } from "./job/needed-text.js";
import { openJob } from "./job/open-job.js";
import type { Program } from "./program.js";

/**
 * Runs the program's task with the config that an earlier job wrote, in the same directory: nothing is composed.
 * @param path what `earlierConfig` takes, absolute or from where the program runs.
 * @throws ConfigError: missing_config (no such files), parse; JobFailure when the task throws; Exit from the task.
 */
export async function rerun(program: Program, path: string, overrides: readonly string[]): Promise<void> {
  const { world } = program;
  program.warn("Experimental rerun CLI option, other command line args are ignored.");
  if (overrides.length > 0) program.warn("Config overrides are not supported as of now.");
  const config = earlierConfig(resolve(world.cwd, path), path);
  const context = program.context(config);
  configureLog(program, config, "job_logging", { context, cwd: world.cwd });
  const outputDir = neededText(config, "hydra.runtime.output_dir", context);
  const job = openJob(program, config, { cwd: world.cwd, env: world.env, outputDir });
  const result = await callTask(program, job);
  if (result.status === "failed") throw new JobFailure(result.overrides, result.error);
}
