import { strNode } from "../nodes/create.js";
import { openCallbacks } from "./callbacks/open-callbacks.js";
import { JobFailure } from "./job/job-failure.js";
import { runJob } from "./job/run-job.js";
import { setHydra } from "./job/set-hydra.js";
import type { Program } from "./program.js";
import { startLog } from "./start-log.js";

/**
 * Runs the program's task once, in `hydra.run.dir`.
 * @throws ConfigError; JobFailure when the task throws; Exit from the task.
 */
export async function runOnce(program: Program, overrides: readonly string[]): Promise<void> {
  const composition = program.compose(overrides);
  startLog(program, composition);
  const config = setHydra(composition.config, "mode", strNode("RUN"));
  const callbacks = openCallbacks(program, config);
  await callbacks.notify("onRunStart", (one) => one.onRunStart?.(config));
  const result = await runJob(program, config, { dirKeys: ["hydra.run.dir"], callbacks });
  await callbacks.notify("onRunEnd", (one) => one.onRunEnd?.(config, result));
  if (result.status === "failed") throw new JobFailure(result.overrides, result.error);
}
