import type { MapNode } from "../../nodes/node.js";
import type { Plain } from "../../nodes/to-plain.js";
import type { Job, JobResult } from "../job/job.js";

/**
 * What a config may hang into the course of a program, under `hydra.callbacks`. What a callback throws is a warning:
 * it stops nothing. `config` is composed, with its `hydra` node.
 */
export interface Callback {
  onRunStart?(config: MapNode): unknown;
  onRunEnd?(config: MapNode, result: JobResult): unknown;
  onMultirunStart?(config: MapNode): unknown;
  /** Not called when a job failed. */
  onMultirunEnd?(config: MapNode): unknown;
  /** Right before the task, in the job's folder and environment. */
  onJobStart?(job: Job): unknown;
  onJobEnd?(job: Job, result: JobResult): unknown;
}

export type CallbackEvent = keyof Callback;

/** @param settings what stands beside `_target_`, resolved. */
export type CallbackFactory = (settings: Plain) => Callback;
