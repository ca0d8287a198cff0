import type { MapNode } from "../../nodes/node.js";
import type { JobOverrides } from "../../overrides/sweep.js";
import type { SweepOptions } from "../../overrides/sweep-values.js";
import type { JobResult } from "../job/job.js";
import type { Logger } from "../logging/logger.js";
import type { Launcher } from "./launcher.js";

/** More jobs than these are refused, with their number. */
export interface SweepLimit {
  readonly jobs: number;
  /** How it is lifted: a sentence. */
  readonly advice: string;
}

/** What a sweeper has to work with. */
export interface SweepSite extends SweepOptions {
  /** The config of the multirun. */
  readonly config: MapNode;
  /** `hydra.sweeper.params` as overrides, to be put before those of the command line. */
  readonly params: readonly string[];
  /** `hydra.sweeper.max_batch_size`. */
  readonly maxBatchSize: number | undefined;
  readonly limit: SweepLimit | undefined;
  readonly launcher: Launcher;
  readonly log: Logger;
  /** Makes the sweep's directory and writes `multirun.yaml`: once the jobs are known, before the first one. */
  begin(): void;
  /** To be called with all jobs of a batch, where it is there. @throws ConfigError when one cannot be composed. */
  readonly check: ((overrides: JobOverrides) => void) | undefined;
}

/** Decides which jobs there are, and gives them to the launcher. */
export interface Sweeper {
  /**
   * @param overrides those of the command line.
   * @returns the results of the jobs in their order; a sweeper may stop after a batch with a failed one.
   * @throws ConfigError when the overrides or a job cannot be used.
   */
  sweep(overrides: readonly string[]): AsyncIterable<JobResult>;
}

export type SweeperFactory = (site: SweepSite) => Sweeper;
