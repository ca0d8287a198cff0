import type { Logger } from "../logging/logger.js";
import type { ConfigView } from "./config-view.js";

/** What a task is given. */
export interface Job {
  /** The config that was composed, without the `hydra` node. */
  readonly config: ConfigView;
  /** Hydra's node: `job.hydra.at("hydra.job.name")`. */
  readonly hydra: ConfigView;
  /** The job's own logger, named after it. */
  readonly log: Logger;
  /** @returns the logger of a name, which `hydra.verbose` may switch on. */
  logger(name: string): Logger;
  /** The job's directory, absolute. */
  readonly outputDir: string;
  /** Where the job runs: its directory under `hydra.job.chdir`, otherwise where the program was started. */
  readonly cwd: string;
  /** The environment, with `hydra.job.env_set`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
}

/**
 * The work of a program, once a job. Numbers in an object that it returns are the job's metrics. What it throws
 * fails the job; `Exit` ends the program.
 */
export type Task = (job: Job) => unknown;

/** How a job ended. A job whose task throws fails; the program tells of it when all jobs of its batch are done. */
export type JobResult =
  | { readonly status: "completed"; readonly overrides: readonly string[]; readonly value: unknown }
  | { readonly status: "failed"; readonly overrides: readonly string[]; readonly error: unknown };
