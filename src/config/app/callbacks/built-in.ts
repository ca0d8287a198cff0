import type { Job, JobResult } from "../job/job.js";
import type { CallbackFactory } from "./callback.js";

const EXPERIMENTAL = "hydra.experimental.callbacks";
const JOB_RETURN = `${EXPERIMENTAL}.LogJobReturnCallback`;

/**
 * Hydra's own callbacks. Its pickles are not written: the YAML files beside them say the same, and
 * `--experimental-rerun` reads those.
 */
export const builtInCallbacks: ReadonlyMap<string, CallbackFactory> = new Map([
  [`${EXPERIMENTAL}.PickleJobInfoCallback`, () => ({})],
  [JOB_RETURN, () => ({ onJobEnd: logReturn })],
]);

function logReturn(job: Job, result: JobResult): void {
  const log = job.logger(JOB_RETURN);
  if (result.status === "completed") log.info(`Succeeded with return value: ${shown(result.value)}`);
  else log.error(`Job failed: ${String(result.error)}`);
}

function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? null);
}
