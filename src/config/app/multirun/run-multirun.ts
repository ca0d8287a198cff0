import { openCallbacks } from "../callbacks/open-callbacks.js";
import { configureLog } from "../configure-log.js";
import { JobFailure } from "../job/job-failure.js";
import { runJob } from "../job/run-job.js";
import type { Program } from "../program.js";
import { tellFailure } from "../report-error.js";
import { startLog } from "../start-log.js";
import { MetricsTable } from "./metrics-table.js";
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
  const metrics = new MetricsTable();
  let first: JobFailure | undefined;
  for await (const result of results) {
    metrics.add(result);
    if (result.status !== "failed") continue;
    tellFailure(result, world);
    first ??= new JobFailure(result.overrides, result.error);
  }
  world.stdout.write(metrics.text());
  if (first !== undefined) throw first;
  await callbacks.notify("onMultirunEnd", (one) => one.onMultirunEnd?.(config));
}
