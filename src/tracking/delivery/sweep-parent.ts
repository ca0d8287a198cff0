import { join } from "node:path";
import { JOURNAL_FILE } from "../../run/journal/event.js";
import type { RunHandle, TrackingStore } from "../tracking-store.js";
import { type Cursor, loadCursor } from "./cursor.js";
import { journalIdentity, readJournal } from "./journal-reader.js";
import { DeliverySession } from "./session.js";

/**
 * Finds the run of a sweep in the store of one of its jobs, for the job to name it as its parent. Where no delivery
 * has made it yet, it is made by a delivery of the sweep's journal, under the sweep's own lock: however many jobs
 * ask at once, there is one.
 * @param directory the sweep's, absolute
 * @returns undefined when the sweep has no journal there
 * @throws TrackingError
 */
export async function sweepParent(
  directory: string,
  store: TrackingStore,
  signal: AbortSignal,
): Promise<RunHandle | undefined> {
  const path = join(directory, JOURNAL_FILE);
  const journal = await journalIdentity(path);
  if (journal === "") return undefined;
  const cursor = loadCursor(directory, store.location, journal);
  if (cursor.run !== undefined && !(await hasAnotherRun(path, cursor))) return cursor.run;
  const session = await DeliverySession.start({ store, runDirectory: directory, journal, signal });
  try {
    await session.deliverEvents();
    return session.run;
  } finally {
    await session.stop();
  }
}

/** A fixed sweep directory may be used again: then the run that the cursor knows is an earlier sweep's. */
async function hasAnotherRun(path: string, { bytes }: Cursor): Promise<boolean> {
  for await (const { events } of readJournal(path, bytes)) {
    if (events.some(({ type }) => type === "run_started")) return true;
  }
  return false;
}
