import { TrackingError } from "../tracking-error.js";
import type { RunHandle, TrackingStore } from "../tracking-store.js";
import { type RunFile, runFiles } from "./run-files.js";

export interface ArtifactDelivery {
  readonly store: TrackingStore;
  readonly run: RunHandle;
  readonly runDirectory: string;
  /** The folder of the run's artifacts below which the files go. */
  readonly below: string;
  /** Path → stamp of what is there already. */
  readonly known: ReadonlyMap<string, string>;
  readonly onDelivered: (file: RunFile) => Promise<void>;
  readonly onWarning: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Enough to hide the server's answer time behind the next files. */
const SEVERAL = 4;
/** What stops all files, not the one at hand. */
export const FOR_ALL = new Set(["unauthorized", "aborted", "busy", "deleted"]);

/**
 * Uploads what a run directory holds and the store does not.
 * @returns how many files could not be stored, each told by a warning
 * @throws TrackingError when no file can be stored now
 */
export async function deliverArtifacts(delivery: ArtifactDelivery): Promise<number> {
  const files = runFiles(delivery.runDirectory, delivery.store.location);
  const state = { failed: 0, stopped: false };
  const workers = Array.from({ length: SEVERAL }, () => uploadFrom(files, delivery, state));
  const results = await Promise.allSettled(workers);
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return state.failed;
}

interface State {
  failed: number;
  stopped: boolean;
}

async function uploadFrom(
  files: AsyncIterator<RunFile>,
  delivery: ArtifactDelivery,
  state: State,
): Promise<void> {
  for (;;) {
    const { done, value } = await files.next();
    if (done || state.stopped) return;
    if (delivery.known.get(value.path) === value.stamp) continue;
    try {
      if (delivery.signal.aborted)
        throw new TrackingError("the time for files is up", { code: "aborted", passing: true });
      if (!(await uploadOne(value, delivery))) state.failed += 1;
    } catch (error) {
      state.stopped = true;
      throw error;
    }
  }
}

async function uploadOne(file: RunFile, delivery: ArtifactDelivery): Promise<boolean> {
  const { store, run, below } = delivery;
  try {
    const warnings = await store.putArtifact(run, `${below}/${file.path}`, file.file);
    for (const warning of warnings) delivery.onWarning(warning);
  } catch (error) {
    if (!(error instanceof TrackingError) || error.passing || FOR_ALL.has(error.code)) throw error;
    const subject = error.code === "artifact_store" ? "artifacts were" : `artifact ${file.path} was`;
    delivery.onWarning(`${subject} not stored: ${error.message}`);
    return false;
  }
  await delivery.onDelivered(file);
  return true;
}
