import { openCallbacks } from "../callbacks/open-callbacks.js";
import { configureLog } from "../configure-log.js";
import type { JobResult } from "../job/job.js";
import { JobFailure } from "../job/job-failure.js";
import { runJob } from "../job/run-job.js";
import type { Program } from "../program.js";
import { tellFailure } from "../report-error.js";
import { startLog } from "../start-log.js";
import { metricsTable } from "./metrics-table.js";
import { sweepJobs } from "./sweep-jobs.js";

/**
 * Runs the program's task for every job that its sweeper makes of the overrides. Where jobs give metrics, a table
 * at the end shows them.
 * @throws ConfigError; JobFailure for the first job whose task threw, after the others; Exit from a task.
 */
export async function runMultirun(program: Program, overrides: readonly string[]): Promise<void> {
  const { world, options, log } = program;
  const composition = program.compose(overrides, { mode: "multirun" });
  startLog(program, composition);
  const { config, taskOverrides, hydraOverrides } = composition;
  const callbacks = openCallbacks(program, config);
  await callbacks.notify("onMultirunStart", (one) => one.onMultirunStart?.(config));
  const context = program.context(undefined);
  const results = sweepJobs({
    config,
    context,
    overrides: taskOverrides,
    cwd: world.cwd,
    compose: (job) => program.compose([...hydraOverrides, ...job]).config,
    async run(job) {
      const result = await runJob(program, job, {
        dirKeys: ["hydra.sweep.dir", "hydra.sweep.subdir"],
        callbacks,
      });
      configureLog(program, config, "hydra_logging", { context, cwd: world.cwd });
      return result;
    },
    logger: (name) => log.logger(name),
    listOptions: (group) => program.ownRepository().options(group),
    sweepers: options.sweepers,
    launchers: options.launchers,
  });
  const done: JobResult[] = [];
  for await (const result of results) {
    if (result.status === "failed") tellFailure(result, world);
    done.push(result);
  }
  world.stdout.write(metricsTable(done));
  const failed = done.find((result) => result.status === "failed");
  if (failed !== undefined) throw new JobFailure(failed.overrides, failed.error);
  await callbacks.notify("onMultirunEnd", (one) => one.onMultirunEnd?.(config));
}
