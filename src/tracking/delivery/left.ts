import { join } from "node:path";
import { JOURNAL_FILE } from "../../run/journal/event.js";
import type { TrackingStore } from "../tracking-store.js";
import { addCounts, type Counts, NOTHING } from "./counts.js";
import { loadCursor } from "./cursor.js";
import { batchOf } from "./entry-batch.js";
import { mapEvent } from "./journal-mapping.js";
import { journalIdentity, readJournal } from "./journal-reader.js";
import { runFiles } from "./run-files.js";

export interface Left extends Counts {
  /** Whether the delivery is not closed: the store lacks the run's end, or one of its files. */
  readonly status: boolean;
}

/** @returns what of a run directory the cursor says is not in the store yet; asks the disk only. */
export async function countLeft(runDirectory: string, store: Pick<TrackingStore, "location">): Promise<Left> {
  const journal = join(runDirectory, JOURNAL_FILE);
  const cursor = loadCursor(runDirectory, store.location, await journalIdentity(journal));
  let { context } = cursor;
  let counts: Counts = NOTHING;
  for await (const { events } of readJournal(journal, cursor.bytes)) {
    for (const event of events) {
      const mapped = mapEvent(context, event);
      context = mapped.context;
      counts = addCounts(counts, batchOf(mapped.entries));
    }
  }
  if (cursor.closed) return { ...counts, status: false };
  return {
    ...counts,
    artifacts: filesLeft(runDirectory, store.location, cursor.artifacts),
    status: true,
  };
}

function filesLeft(runDirectory: string, except: string, delivered: ReadonlyMap<string, string>): number {
  let count = 0;
  for (const { path, stamp } of runFiles(runDirectory, except)) {
    if (delivered.get(path) !== stamp) count += 1;
  }
  return count;
}
