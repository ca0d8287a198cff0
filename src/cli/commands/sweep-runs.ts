import type { StageRunner } from "../../chain/stage/stage-runner.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import type { JobResult } from "../../config/app/job/job.js";
import { select } from "../../config/nodes/select.js";
import { isSweepOverride } from "../../config/overrides/override.js";
import { parseOverrides } from "../../config/overrides/parse.js";
import type { RunResults } from "../../report/run-results.js";
import type { SweepResults } from "../../report/sweep-results.js";
import type { RunStatus } from "../../run/journal/event.js";
import { deliver } from "../../tracking/delivery/delivery.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { type PreparedRun, prepareRun } from "../config/prepare-run.js";
import type { SweepSecrets } from "../config/sweep-secrets.js";
import type { Tracking } from "../config/tracking-of.js";
import { shortened } from "../screen/shortened.js";
import { textFlag } from "../text-flag.js";
import type { World } from "../world.js";
import type { ChainRequest } from "./chain-request.js";
import { jobName, pairOf } from "./job-name.js";
import { type PerformedRun, performRun, type SweptRun } from "./perform-run.js";
import { runOrigin } from "./run-origin.js";
import { claimPlace } from "./run-place.js";
import type { SweepRecord } from "./sweep-record.js";
import { isTask, type SweepDelivery } from "./sweep-report.js";

/** How long a job waits at its end for an MLflow that did not answer an earlier job. */
const IMPATIENCE_MS = 500;
/** Flags that say where the configuration is. */
const PLACE_FLAGS = ["config-path", "config-name", "config-dir"];

export interface SweepRunsOptions {
  readonly flags: Arguments["flags"];
  readonly world: World;
  /** Its warm processes serve all jobs. */
  readonly runner: StageRunner;
  readonly signal: AbortSignal;
  readonly record: SweepRecord;
  readonly secrets: SweepSecrets;
  /** The overrides of the sweep as they were written. */
  readonly written: readonly string[];
}

/** The jobs of a sweep as runs of a chain. */
export class SweepRuns {
  readonly #options: SweepRunsOptions;
  readonly #results = new WeakMap<JobResult, RunResults>();
  readonly #undelivered = new Map<string, Tracking>();

  constructor(options: SweepRunsOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** @returns what a job has to show; undefined for one that did not come to run. */
  resultsOf(result: JobResult): RunResults | undefined {
    return this.#results.get(result);
  }

  /** @throws ConfigurationProblems, ConfigError when a job cannot run. */
  async prepare(configuration: Configuration): Promise<PreparedRun> {
    const prepared = await prepareRun(configuration, this.#options.world);
    if (prepared.unavailable.length > 0) throw new ConfigurationProblems(prepared.unavailable);
    return prepared;
  }

  /** Runs a job in its own directory. @throws as `prepare`; ConfigurationProblems when it cannot have the directory. */
  async run(configuration: Configuration): Promise<JobResult> {
    const { flags, world, runner, signal } = this.#options;
    const prepared = await this.prepare(configuration);
    const keys = ["hydra.sweep.dir", "hydra.sweep.subdir"] as const;
    const secrets = prepared.parted.secrets.values();
    const directory = await claimPlace(configuration, { keys, cwd: world.cwd, secrets });
    try {
      const command = this.#commandOf(configuration);
      const chain = { flags, command, configuration, prepared, world };
      if (!this.#options.record.hasBegun) await this.#beginRecord(chain);
      const patience = this.#undelivered.size > 0 ? { patienceMs: IMPATIENCE_MS } : {};
      const run = await performRun(chain, {
        directory,
        signal,
        runner,
        job: this.#job(configuration),
        ...patience,
      });
      if (run.delivery?.complete === false && prepared.tracking)
        this.#undelivered.set(directory.path, prepared.tracking);
      const result = resultOf(run, configuration);
      this.#results.set(result, run.results);
      return result;
    } finally {
      await directory.release();
    }
  }

  /** Ends the sweep's record, and delivers what MLflow has not got of jobs, as long as it takes it. */
  async end(status: RunStatus, results: SweepResults): Promise<SweepDelivery | undefined> {
    const { record, world } = this.#options;
    const own = await record.end(status, results);
    if (own === undefined) return undefined;
    const reports = [own];
    for (const [runDirectory, { target, patienceMs }] of this.#undelivered) {
      if (reports.some(({ complete }) => !complete)) break;
      const options = { runDirectory, target, env: { ...world.env }, timeoutMs: patienceMs };
      reports.push(await deliver(options));
    }
    const incomplete = reports.find(({ complete }) => !complete);
    const place = shortened(own.place ?? own.location, world.cwd);
    return { isComplete: incomplete === undefined, problem: incomplete?.problem, place };
  }

  /** The parent of the jobs is what the sweep was asked, the rest as in the first of them. */
  async #beginRecord(chain: ChainRequest): Promise<void> {
    const { world, record, written, secrets } = this.#options;
    const origin = await runOrigin({
      ...chain,
      command: ["stm32ai_main", ...world.argv.map(secrets.hideInWord)],
    });
    const { operation_mode, config_path, config_name } = origin.params;
    const asked = written.filter(isTask).map((text) => pairOf(secrets.hide(text)));
    const params = Object.fromEntries(asked.map(({ key, value }) => [key, value]));
    await record.begin({
      origin: {
        ...origin,
        params: { ...params, ...(config_path && { config_path }), ...(config_name && { config_name }) },
      },
      operationMode: operation_mode ?? "",
      tracking: chain.prepared.tracking,
    });
  }

  #job({ config, overrides: { task } }: Configuration): SweptRun {
    const { secrets, written, record } = this.#options;
    const keys = new Set(
      parseOverrides(written)
        .filter(isSweepOverride)
        .map(({ text }) => pairOf(text).key),
    );
    const swept = task.filter((text) => isTask(text) && keys.has(pairOf(text).key)).map(secrets.hide);
    const number = select(config, "hydra.job.num");
    return {
      sweep: record.directory,
      title: jobName(number?.kind === "int" ? Number(number.value) : 0, swept),
      params: Object.fromEntries(swept.map(pairOf).map(({ key, value }) => [key, value])),
    };
  }

  /** Repeats the job alone. */
  #commandOf({ overrides }: Configuration): string[] {
    const flags = PLACE_FLAGS.flatMap((name) => {
      const value = textFlag(this.#options.flags, name);
      return value === undefined ? [] : [`--${name}`, value];
    });
    return ["stm32ai_main", ...flags, ...overrides.task];
  }
}

function resultOf(run: PerformedRun, { overrides: { task } }: Configuration): JobResult {
  const { status, error, results } = run;
  if (status === "FINISHED") return { status: "completed", overrides: task, value: results };
  const failure = new CliError(error?.message ?? `The run ended as ${status}.`, error?.hint);
  return { status: "failed", overrides: task, error: failure };
}
