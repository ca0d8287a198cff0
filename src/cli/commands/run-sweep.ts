import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StageRunner } from "../../chain/stage/stage-runner.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import type { JobResult } from "../../config/app/job/job.js";
import { neededText } from "../../config/app/job/needed-text.js";
import { setHydra } from "../../config/app/job/set-hydra.js";
import type { Logger } from "../../config/app/logging/logger.js";
import { BASIC_LAUNCHER } from "../../config/app/multirun/launcher.js";
import { sweepJobs } from "../../config/app/multirun/sweep-jobs.js";
import type { SweepLimit } from "../../config/app/multirun/sweeper.js";
import { strNode } from "../../config/nodes/create.js";
import type { MapNode } from "../../config/nodes/node.js";
import { localLauncher } from "../../sweep/local-launcher.js";
import { type Configuration, configurationOf } from "../config/configuration.js";
import type { Configs } from "../config/open-configs.js";
import { type SweepSecrets, sweepSecrets, sweepTexts } from "../config/sweep-secrets.js";
import { interruptSignal } from "../interrupt-signal.js";
import type { World } from "../world.js";
import { repairRuns } from "./repair-runs.js";
import { claimPlace } from "./run-place.js";
import { SweepRecord } from "./sweep-record.js";
import { isTask, SweepReport } from "./sweep-report.js";
import { SweepRuns } from "./sweep-runs.js";

/** More jobs are more likely a mistake than wanted. */
const LIMIT: SweepLimit = { jobs: 10_000, advice: "Add --yes to run them all." };
const NO_LIMIT: SweepLimit = { jobs: Number.POSITIVE_INFINITY, advice: "" };

const SWEEP_DIR = "hydra.sweep.dir";
/** What a sweep's parts would write to Hydra's log. */
const SILENT: Logger = { debug() {}, info() {}, warning() {}, error() {} };

export interface SweepRequest {
  readonly configs: Configs;
  readonly flags: Arguments["flags"];
  readonly overrides: readonly string[];
  readonly world: World;
}

/**
 * Runs the chain once for each job of a sweep, each in its own directory; the jobs share warm processes.
 * @returns the exit code: 0, 1 when a job failed, 130 when the sweep was interrupted.
 * @throws ConfigError for a sweep that cannot be used; what is wrong with its first job, when none can run.
 */
export async function runSweep(request: SweepRequest): Promise<number> {
  const { configs, overrides, world } = request;
  const composition = configs.compose(overrides, { mode: "multirun" });
  const sweep = configurationOf(configs, composition.config, composition.warnings);
  const secrets = sweepSecrets(sweep, world.cwd);
  const directory = await claimPlace(sweep, {
    keys: [SWEEP_DIR],
    cwd: world.cwd,
    secrets: secrets.texts,
  });
  const interrupt = interruptSignal();
  const runner = new StageRunner({ env: world.env });
  const report = new SweepReport({ world, secrets, signal: interrupt.signal });
  const repaired = repairRuns(dirname(directory.path), world);
  const record = new SweepRecord(directory.path, world.env);
  const written = sweepTexts(sweep);
  const runs = new SweepRuns({ ...request, runner, signal: interrupt.signal, record, secrets, written });
  try {
    const sweeping = { ...request, secrets, place: placing(sweep, directory.path, world.cwd), runs, report };
    await addAll(jobsOf(sweep, sweeping), sweeping, record);
    for (const text of await repaired) world.stderr.write(`${text}\n`);
    return report.close(directory.path, await runs.end(report.status, report.results));
  } finally {
    interrupt.release();
    await runner.close();
    await directory.release();
    removeEmpty(directory.path);
  }
}

/** @returns what writes the sweep's directory into a config, where another sweep has taken the one that it names. */
function placing({ config, context }: Configuration, path: string, cwd: string): Sweeping["place"] {
  const named = resolve(cwd, neededText(config, SWEEP_DIR, context));
  return named === path ? (same) => same : (other) => setHydra(other, "sweep.dir", strNode(path));
}

/** A sweep that breaks off has an end in its journal, too. */
async function addAll(
  jobs: AsyncIterable<JobResult>,
  { runs, report }: Sweeping,
  record: SweepRecord,
): Promise<void> {
  try {
    for await (const result of jobs) {
      report.add(result, runs.resultsOf(result));
      record.jobEnded(report.counts);
    }
  } catch (error) {
    await runs.end("FAILED", report.results);
    throw error;
  }
}

interface Sweeping extends SweepRequest {
  readonly place: (config: MapNode) => MapNode;
  readonly secrets: SweepSecrets;
  readonly runs: SweepRuns;
  readonly report: SweepReport;
}

function jobsOf(sweep: Configuration, sweeping: Sweeping): AsyncIterable<JobResult> {
  const { configs, flags, world, secrets, place, runs, report } = sweeping;
  let warnings: readonly string[] = [];
  const compose = (job: readonly string[]) => {
    const composition = configs.compose([...sweep.overrides.hydra, ...job]);
    warnings = composition.warnings;
    return place(composition.config);
  };
  const launcher = localLauncher({
    signal: runs.signal,
    check: async (job) => void (await runs.prepare(configurationOf(configs, compose(job)))),
    onRefused: (job) => report.foresee(job),
    onBatch: (count) => report.tell(`Launching ${count} ${count === 1 ? "job" : "jobs"} locally`),
    onLaunch: (job, index) => report.tell(`#${index} : ${job.filter(isTask).map(secrets.hide).join(" ")}`),
  });
  return sweepJobs({
    config: place(sweep.config),
    context: sweep.context,
    overrides: sweep.overrides.task,
    cwd: world.cwd,
    compose,
    checked: "never",
    run: (config) => runs.run(configurationOf(configs, config, warnings)),
    logger: () => SILENT,
    listOptions: (group) => configs.repository([]).options(group),
    launchers: new Map([[BASIC_LAUNCHER, launcher]]),
    limit: flags.has("yes") ? NO_LIMIT : LIMIT,
    shown: secrets.hideIn,
  });
}

/** A sweep that was refused leaves no trace. */
function removeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
