import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { JOURNAL_FILE } from "./journal/event.js";
import { isJournal } from "./journal/is-journal.js";

/** A job's name may have slashes: `hydra.sweep.subdir`. */
const MAX_DEPTH = 4;

/**
 * Gives the run directories at and below a folder, absolute, in the order of their names, a sweep before its jobs.
 * What a run left in its own folders is not searched, and neither is what is hidden; a `run.jsonl` of somebody else
 * makes no run.
 */
export async function* findRuns(folder: string, depth = 0): AsyncGenerator<string> {
  const isRun = isJournal(join(folder, JOURNAL_FILE));
  if (isRun) yield folder;
  // An MLflow store keeps copies of runs' files.
  if (existsSync(join(folder, "meta.yaml"))) return;
  if (depth >= MAX_DEPTH || (isRun && !existsSync(join(folder, "multirun.yaml")))) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() && !entry.name.startsWith("."))
      yield* findRuns(join(folder, entry.name), depth + 1);
  }
}
