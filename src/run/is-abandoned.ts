import { existsSync } from "node:fs";
import { join } from "node:path";
import { JOURNAL_FILE } from "./journal/event.js";
import { readJournal } from "./journal/read-journal.js";
import { liveOwner } from "./owner.js";

/** @returns whether the last run of a run directory has no end in its journal and nobody who works on it. */
export async function isAbandoned(directory: string): Promise<boolean> {
  const journal = join(directory, JOURNAL_FILE);
  if (!existsSync(journal)) return false;
  let isOpen = false;
  for await (const { type } of readJournal(journal)) {
    if (type === "run_started") isOpen = true;
    if (type === "run_finished") isOpen = false;
  }
  return isOpen && (await liveOwner(directory)) === undefined;
}
