import { several } from "../several.js";
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
const SEVERAL = 8;
/** What stops all files, not the one at hand. */
export const FOR_ALL = new Set(["unauthorized", "aborted", "busy", "deleted"]);

/**
 * Uploads what a run directory holds and the store does not.
 * @returns how many files could not be stored, each told by a warning
 * @throws TrackingError when no file can be stored now
 */
export async function deliverArtifacts(delivery: ArtifactDelivery): Promise<number> {
  const files = runFiles(delivery.runDirectory, delivery.store.location);
  let failed = 0;
  await several(files, SEVERAL, async (file) => {
    if (delivery.known.get(file.path) === file.stamp) return;
    if (delivery.signal.aborted)
      throw new TrackingError("the time for files is up", { code: "aborted", passing: true });
    if (!(await uploadOne(file, delivery))) failed += 1;
  });
  return failed;
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
