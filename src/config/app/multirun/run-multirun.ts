import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { intNode, strNode } from "../../nodes/create.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { sweeperParams } from "../../overrides/sweeper-params.js";
import { dumpYaml } from "../../yaml/dump.js";
import { configureLog } from "../configure-log.js";
import type { JobResult } from "../job/job.js";
import { JobFailure } from "../job/job-failure.js";
import { neededText } from "../job/needed-text.js";
import { runJob } from "../job/run-job.js";
import { setHydra } from "../job/set-hydra.js";
import type { Program } from "../program.js";
import { tellFailure } from "../report-error.js";
import { startLog } from "../start-log.js";
import { basicLauncher } from "./basic-launcher.js";
import { basicSweeper } from "./basic-sweeper.js";
import type { LauncherFactory } from "./launcher.js";
import { pickPart } from "./pick-part.js";
import type { Sweeper, SweeperFactory } from "./sweeper.js";

const SWEEPERS: ReadonlyMap<string, SweeperFactory> = new Map([
  ["hydra._internal.core_plugins.basic_sweeper.BasicSweeper", basicSweeper],
]);
const LAUNCHERS: ReadonlyMap<string, LauncherFactory> = new Map([
  ["hydra._internal.core_plugins.basic_launcher.BasicLauncher", basicLauncher],
]);
const LAUNCHER_LOGGER = "hydra._internal.core_plugins.basic_launcher";

/**
 * Runs the program's task for every job that its sweeper makes of the overrides.
 * @throws ConfigError; JobFailure for the first job whose task threw, after the others; Exit from a task.
 */
export async function runMultirun(program: Program, overrides: readonly string[]): Promise<void> {
  const composition = program.compose(overrides, { mode: "multirun" });
  startLog(program, composition);
  const { config } = composition;
  const sweeper = openSweeper(program, config, composition.hydraOverrides);
  let first: (JobResult & { status: "failed" }) | undefined;
  for await (const result of sweeper.sweep(composition.taskOverrides)) {
    if (result.status !== "failed") continue;
    tellFailure(result, program.world);
    first ??= result;
  }
  if (first !== undefined) throw new JobFailure(first.overrides, first.error);
}

function openSweeper(program: Program, config: MapNode, hydraOverrides: readonly string[]): Sweeper {
  const { options, world, log } = program;
  const context = program.context(undefined);
  const at = (key: string) => resolveAt(config, key, context);
  const sweepDir = resolve(world.cwd, neededText(config, "hydra.sweep.dir", context));
  const composeJob = (job: readonly string[]) => program.compose([...hydraOverrides, ...job]);
  const makeSweeper = pickPart("hydra.sweeper", at("hydra.sweeper._target_"), SWEEPERS, options.sweepers);
  const makeLauncher = pickPart(
    "hydra.launcher",
    at("hydra.launcher._target_"),
    LAUNCHERS,
    options.launchers,
  );
  const launcher = makeLauncher({
    config,
    sweepDir,
    log: log.logger(LAUNCHER_LOGGER),
    async runJob(job, index) {
      const composed = composeJob(job).config;
      const named = setHydra(composed, "job.id", strNode(String(index)));
      const numbered = setHydra(named, "job.num", intNode(index));
      const result = await runJob(program, numbered, ["hydra.sweep.dir", "hydra.sweep.subdir"]);
      configureLog(program, config, "hydra_logging", { context, cwd: world.cwd });
      return result;
    },
  });
  const params = at("hydra.sweeper.params");
  const batchSize = at("hydra.sweeper.max_batch_size");
  return makeSweeper({
    config,
    params: params?.kind === "map" ? sweeperParams(params) : [],
    maxBatchSize: batchSize?.kind === "int" ? Number(batchSize.value) : undefined,
    launcher,
    log: log.logger("hydra._internal.core_plugins.basic_sweeper"),
    listOptions: (group) => program.ownRepository().options(group),
    begin() {
      mkdirSync(sweepDir, { recursive: true });
      writeFileSync(join(sweepDir, "multirun.yaml"), dumpYaml(config));
    },
    check: (job) => void composeJob(job),
  });
}
