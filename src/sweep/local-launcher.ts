import type { Batch, LauncherFactory } from "../config/app/multirun/launcher.js";
import type { JobOverrides } from "../config/overrides/sweep.js";

/** More jobs than these are not checked beforehand: the first of them shall not wait for the last. */
const MOST_CHECKED = 64;

/** A job that cannot run, and why. */
export interface RefusedJob {
  readonly index: number;
  readonly overrides: JobOverrides;
  readonly error: unknown;
}

export interface LocalLaunch {
  /** Aborted to launch no more jobs. */
  readonly signal: AbortSignal;
  /** @throws when the job cannot run. Called for the jobs of a small batch, before the first one runs. */
  check(overrides: JobOverrides): Promise<void>;
  /** Takes what that found, where other jobs can run. */
  onRefused(job: RefusedJob): void;
  onBatch(count: number): void;
  onLaunch(overrides: JobOverrides, index: number): void;
}

/**
 * Launches one job after another, in this process. A job that throws has failed, which stops no other.
 * @returns the launcher. When no job of the first batch can run, it throws what its first job throws.
 */
export function localLauncher(local: LocalLaunch): LauncherFactory {
  const { signal, onBatch, onLaunch } = local;
  return ({ runJob }) => ({
    async *launch(batch) {
      if (batch.count <= MOST_CHECKED) await checkAll(batch, local);
      onBatch(batch.count);
      let index = batch.firstIndex;
      for (const overrides of batch.jobs) {
        if (signal.aborted) return;
        onLaunch(overrides, index);
        try {
          yield await runJob(overrides, index);
        } catch (error) {
          yield { status: "failed", overrides, error };
        }
        index++;
      }
    },
  });
}

async function checkAll({ jobs, count, firstIndex }: Batch, { signal, check, onRefused }: LocalLaunch) {
  const refused: RefusedJob[] = [];
  let index = firstIndex;
  for (const overrides of jobs) {
    if (signal.aborted) return;
    try {
      await check(overrides);
    } catch (error) {
      refused.push({ index, overrides, error });
    }
    index++;
  }
  const [first] = refused;
  if (first !== undefined && firstIndex === 0 && refused.length === count) throw first.error;
  for (const job of refused) onRefused(job);
}
