import { join } from "node:path";
import { lock } from "proper-lockfile";
import { diskError } from "../disk-error.js";
import { withRetry } from "../retry.js";
import { TrackingError } from "../tracking-error.js";

export interface OwnerLock {
  /** @throws TrackingError `busy` when the lock was lost to another process. */
  check(): void;
  release(): Promise<void>;
}

/** Beside the lock of the run's own owner, which is on the directory itself; the lock is `.tracking.lock`. */
const LOCKED = ".tracking";
/** The owner renews its lock more often than this; a lock older than it is of an owner that was killed. */
const STALE_MS = 10_000;
/** Long enough for a killed owner's lock to go stale. */
const WAIT = { budgetMs: STALE_MS + 5000, firstDelayMs: 100, longestDelayMs: 1000 };

/**
 * Makes this process the only one that delivers a run directory.
 * @throws TrackingError `busy` when another one does
 */
export async function lockDelivery(runDirectory: string, signal: AbortSignal): Promise<OwnerLock> {
  let lost = false;
  const onCompromised = () => {
    lost = true;
  };
  const options = {
    realpath: false,
    stale: STALE_MS,
    onCompromised,
  };
  const release = await withRetry(
    () => lock(join(runDirectory, LOCKED), options).catch(throwBusy),
    WAIT,
    signal,
  );
  return {
    check() {
      if (lost) throw busy(runDirectory);
    },
    async release() {
      if (!lost) await release().catch(() => undefined);
    },
  };

  function throwBusy(error: unknown): never {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") throw busy(runDirectory);
    throw diskError(`${runDirectory} cannot be locked`, error);
  }
}

function busy(runDirectory: string): TrackingError {
  return new TrackingError(`Another process is delivering ${runDirectory}`, { code: "busy", passing: true });
}
