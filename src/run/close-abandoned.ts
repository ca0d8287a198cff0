import { join } from "node:path";
import { endLastRun } from "./end-last-run.js";
import { isAbandoned } from "./is-abandoned.js";
import { JOURNAL_FILE } from "./journal/event.js";
import { own } from "./owner.js";

/**
 * Ends the journal of a run that nobody works on any more, as after `kill -9`.
 * @returns whether there was something to end
 * @throws a system error when the run directory cannot be written.
 */
export async function closeAbandoned(directory: string): Promise<boolean> {
  if (!(await isAbandoned(directory))) return false;
  const ownership = await own(directory);
  if (!("release" in ownership)) return false;
  try {
    return await endLastRun(join(directory, JOURNAL_FILE));
  } finally {
    await ownership.release();
  }
}
