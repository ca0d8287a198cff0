import type { MapNode } from "../../nodes/node.js";
import type { JobOverrides } from "../../overrides/sweep.js";
import type { JobResult } from "../job/job.js";
import type { Logger } from "../logging/logger.js";

/** Jobs to run, numbered from `firstIndex` on. */
export interface Batch {
  readonly jobs: Iterable<JobOverrides>;
  readonly count: number;
  readonly firstIndex: number;
}

/** What a launcher has to work with. */
export interface LaunchSite {
  /** The config of the multirun, `hydra.launcher` among it. */
  readonly config: MapNode;
  /** `hydra.sweep.dir`, absolute; it exists. */
  readonly sweepDir: string;
  readonly log: Logger;
  /**
   * Composes and runs one job in this process.
   * @throws ConfigError when it cannot be composed or prepared; a task that throws is a result.
   */
  runJob(overrides: JobOverrides, index: number): Promise<JobResult>;
}

/** Runs the jobs of a batch, here or elsewhere. */
export interface Launcher {
  /** Gives the results in the order of the jobs. A job that fails does not stop the others. */
  launch(batch: Batch): AsyncIterable<JobResult>;
}

export type LauncherFactory = (site: LaunchSite) => Launcher;

/** What configs call the launcher that runs one job after another in this process. */
export const BASIC_LAUNCHER = "hydra._internal.core_plugins.basic_launcher.BasicLauncher";
