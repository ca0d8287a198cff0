import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolder } from "../../../disk/make-folder.js";
import { intNode, strNode } from "../../nodes/create.js";
import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolveAt } from "../../nodes/interpolation/resolve.js";
import type { ConfigNode, MapNode } from "../../nodes/node.js";
import type { JobOverrides } from "../../overrides/sweep.js";
import type { SweepOptions } from "../../overrides/sweep-values.js";
import { sweeperParams } from "../../overrides/sweeper-params.js";
import { dumpYaml } from "../../yaml/dump.js";
import type { JobResult } from "../job/job.js";
import { neededText } from "../job/needed-text.js";
import { setHydra } from "../job/set-hydra.js";
import type { Logger } from "../logging/logger.js";
import { pickPart } from "../pick-part.js";
import { basicLauncher } from "./basic-launcher.js";
import { basicSweeper } from "./basic-sweeper.js";
import { BASIC_LAUNCHER, type LauncherFactory } from "./launcher.js";
import type { SweeperFactory, SweepLimit } from "./sweeper.js";

/** A multirun, and how its jobs are composed and run. */
export interface SweepJobs extends SweepOptions {
  /** Composed in the mode `multirun`, with its `hydra` node. */
  readonly config: MapNode;
  /** Resolves that config; no job runs, so that there is no `${hydra:…}`. */
  readonly context: ResolveContext;
  /** The command line's, without Hydra's own. */
  readonly overrides: readonly string[];
  /** What `hydra.sweep.dir` is relative to. */
  readonly cwd: string;
  /** @returns the config of a job, Hydra's own overrides included. @throws ConfigError. */
  compose(overrides: JobOverrides): MapNode;
  /** Default `batch`: all jobs of a batch are composed before its first one runs. */
  readonly checked?: "batch" | "never";
  /** Runs a job, whose config now has its number and id. What its task throws is a result. */
  run(config: MapNode): Promise<JobResult>;
  logger(name: string): Logger;
  /** Sweepers and launchers besides the basic ones, by the `_target_` that configs name them with. */
  readonly sweepers?: ReadonlyMap<string, SweeperFactory> | undefined;
  readonly launchers?: ReadonlyMap<string, LauncherFactory> | undefined;
  /** Default: 100 000 jobs, unless they run in batches. */
  readonly limit?: SweepLimit;
  /** @returns the config as `multirun.yaml` may show it: without secrets. Default: as it is. */
  readonly shown?: (config: MapNode) => ConfigNode;
}

const LIMIT: SweepLimit = {
  jobs: 100_000,
  advice: "Set hydra.sweeper.max_batch_size to run it in batches.",
};

const PLUGINS = "hydra._internal.core_plugins";
const SWEEPERS: ReadonlyMap<string, SweeperFactory> = new Map([
  [`${PLUGINS}.basic_sweeper.BasicSweeper`, basicSweeper],
]);
const LAUNCHERS: ReadonlyMap<string, LauncherFactory> = new Map([[BASIC_LAUNCHER, basicLauncher]]);

/**
 * Runs the jobs of a multirun with the sweeper and the launcher that its config names, and writes `multirun.yaml`
 * into `hydra.sweep.dir`.
 * @returns their results, in order, as they become known.
 * @throws ConfigError for a sweep that cannot be used, or a job that cannot be composed or prepared.
 */
export function sweepJobs(sweep: SweepJobs): AsyncIterable<JobResult> {
  const { config, context, cwd, compose, listOptions } = sweep;
  const at = (key: string) => resolveAt(config, key, context);
  const targetOf = (part: string) => [part, at(`${part}._target_`)] as const;
  const makeSweeper = pickPart(...targetOf("hydra.sweeper"), SWEEPERS, sweep.sweepers);
  const makeLauncher = pickPart(...targetOf("hydra.launcher"), LAUNCHERS, sweep.launchers);
  const sweepDir = resolve(cwd, neededText(config, "hydra.sweep.dir", context));
  const launcher = makeLauncher({
    config,
    sweepDir,
    log: sweep.logger(`${PLUGINS}.basic_launcher`),
    runJob(overrides, index) {
      const named = setHydra(compose(overrides), "job.id", strNode(String(index)));
      return sweep.run(setHydra(named, "job.num", intNode(index)));
    },
  });
  const params = at("hydra.sweeper.params");
  const batchSize = at("hydra.sweeper.max_batch_size");
  const sweeper = makeSweeper({
    config,
    params: params?.kind === "map" ? sweeperParams(params) : [],
    maxBatchSize: batchSize?.kind === "int" ? Number(batchSize.value) : undefined,
    limit: sweep.limit ?? (batchSize?.kind === "int" ? undefined : LIMIT),
    launcher,
    log: sweep.logger(`${PLUGINS}.basic_sweeper`),
    ...(listOptions && { listOptions }),
    begin() {
      makeFolder(sweepDir);
      writeFileSync(join(sweepDir, "multirun.yaml"), dumpYaml(sweep.shown?.(config) ?? config));
    },
    check: sweep.checked === "never" ? undefined : (overrides) => void compose(overrides),
  });
  return sweeper.sweep(sweep.overrides);
}
