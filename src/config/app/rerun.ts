import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../error.js";
import { nodeFiles } from "../node-files.js";
import type { MapNode } from "../nodes/node.js";
import { loadConfig } from "../yaml/load-config.js";
import { configureLog } from "./configure-log.js";
import { callTask } from "./job/call-task.js";
import { JobFailure } from "./job/job-failure.js";
import { neededText } from "./job/needed-text.js";
import { openJob } from "./job/open-job.js";
import type { Program } from "./program.js";

const CONFIG = "config.yaml";
const HYDRA = "hydra.yaml";

/**
 * Runs the program's task with the config that an earlier job wrote, in the same directory: nothing is composed.
 * @param path the job's directory, the folder in it (`.hydra`), or any file of that folder. Hydra names a
 * `config.pickle` there; the YAML files beside it say the same.
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

function earlierConfig(path: string, shown: string): MapNode {
  for (const folder of [path, join(path, ".hydra"), dirname(path)]) {
    const config = load(join(folder, CONFIG));
    const hydra = load(join(folder, HYDRA));
    if (config !== undefined && hydra !== undefined)
      return { ...config, entries: new Map([...hydra.entries, ...config.entries]) };
  }
  throw new ConfigError("missing_config", `File ${shown} does not exist!`);
}

function load(path: string): MapNode | undefined {
  const text = nodeFiles.kind(path) === "file" ? nodeFiles.read(path) : undefined;
  if (text === undefined) return undefined;
  const node = loadConfig(text, path);
  if (node.kind === "map") return node;
  throw new ConfigError("validation", `${path} holds no mapping`);
}
