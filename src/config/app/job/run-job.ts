import { resolve } from "node:path";
import { makeFolder } from "../../../disk/make-folder.js";
import { strNode } from "../../nodes/create.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import type { Callbacks } from "../callbacks/open-callbacks.js";
import { configureLog } from "../configure-log.js";
import type { Program } from "../program.js";
import { callTask } from "./call-task.js";
import { claimProcess } from "./claim-process.js";
import type { JobResult } from "./job.js";
import { jobVariables } from "./job-variables.js";
import { neededText } from "./needed-text.js";
import { openJob } from "./open-job.js";
import { setHydra } from "./set-hydra.js";
import { writeJobFiles } from "./write-job-files.js";

export interface JobSetting {
  /** The keys whose values, joined, are the job's directory. */
  readonly dirKeys: readonly string[];
  readonly callbacks: Callbacks;
}

/**
 * Runs one job: makes its directory, sets up its log, writes `.hydra/` and calls the task.
 * @param config composed, with its `hydra` node.
 * @throws ConfigError for a config that a job cannot run with; Exit from the task. Whatever else the task throws
 * is the result.
 */
export async function runJob(
  program: Program,
  config: MapNode,
  { dirKeys, callbacks }: JobSetting,
): Promise<JobResult> {
  const { world, options } = program;
  const outputDir = outputDirOf(config, dirKeys, program);
  const placed = setHydra(config, "runtime.output_dir", strNode(outputDir));
  const context = program.context(placed);
  makeFolder(outputDir);
  const chdir = resolveAt(placed, "hydra.job.chdir", context);
  const cwd = chdir?.kind === "bool" && chdir.value ? outputDir : world.cwd;
  configureLog(program, placed, "job_logging", { context, cwd });
  writeJobFiles(placed, context);

  const variables = jobVariables(placed, context);
  const env = { ...world.env, ...Object.fromEntries(variables) };
  const job = openJob(program, placed, { cwd, env, outputDir });
  return claimProcess(options, { folder: cwd, variables }, async () => {
    await callbacks.notify("onJobStart", (one) => one.onJobStart?.(job));
    const result = await callTask(program, job);
    await callbacks.notify("onJobEnd", (one) => one.onJobEnd?.(job, result));
    return result;
  });
}

function outputDirOf(config: MapNode, keys: readonly string[], { world, context }: Program): string {
  const parts = keys.map((key) => neededText(config, key, context(config)));
  return resolve(world.cwd, ...parts);
}
