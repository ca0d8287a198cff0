import type { StageRunner } from "../../chain/stage/stage-runner.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import type { JobResult } from "../../config/app/job/job.js";
import type { RunResults } from "../../report/run-results.js";
import { CliError } from "../cli-error.js";
import type { Configuration } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { type PreparedRun, prepareRun } from "../config/prepare-run.js";
import { textFlag } from "../text-flag.js";
import type { World } from "../world.js";
import { type PerformedRun, performRun } from "./perform-run.js";
import { claimPlace } from "./run-place.js";

/** How long a job waits at its end for an MLflow that answers, and for one that did not answer an earlier job. */
const PATIENCE_MS = { first: 20_000, later: 500 };
/** Flags that say where the configuration is. */
const PLACE_FLAGS = ["config-path", "config-name", "config-dir"];

export interface SweepRunsOptions {
  readonly flags: Arguments["flags"];
  readonly world: World;
  /** Its warm processes serve all jobs. */
  readonly runner: StageRunner;
  readonly signal: AbortSignal;
}

/** The jobs of a sweep as runs of a chain. */
export class SweepRuns {
  readonly #options: SweepRunsOptions;
  readonly #results = new WeakMap<JobResult, RunResults>();
  #patienceMs = PATIENCE_MS.first;

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
    const prepared = await prepareRun(configuration, this.#options.world.cwd);
    if (prepared.unavailable.length > 0) throw new ConfigurationProblems(prepared.unavailable);
    return prepared;
  }

  /** Runs a job in its own directory. @throws as `prepare`; ConfigurationProblems when it cannot have the directory. */
  async run(configuration: Configuration): Promise<JobResult> {
    const { flags, world, runner, signal } = this.#options;
    const prepared = await this.prepare(configuration);
    const keys = ["hydra.sweep.dir", "hydra.sweep.subdir"] as const;
    const directory = await claimPlace(configuration, keys, world.cwd);
    try {
      const command = this.#commandOf(configuration);
      const chain = { flags, command, configuration, prepared, world };
      const run = await performRun(chain, { directory, signal, runner, patienceMs: this.#patienceMs });
      if (!run.isDelivered) this.#patienceMs = PATIENCE_MS.later;
      const result = resultOf(run, configuration);
      this.#results.set(result, run.results);
      return result;
    } finally {
      await directory.release();
    }
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
