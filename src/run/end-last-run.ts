import { Journal } from "./journal/journal.js";
import { readJournal } from "./journal/read-journal.js";

/** What a killed program could not say. */
const ERROR = { code: "killed", message: "The program was killed while the run went on." };

/**
 * Ends the last run of a journal when it has no end: its last stage and the run are KILLED, at the time of the last
 * thing that it told. For the owner of the run directory.
 * @returns whether there was something to end
 * @throws a system error when the journal cannot be written.
 */
export async function endLastRun(path: string): Promise<boolean> {
  const last = await lastRun(path);
  if (!last.isOpen) return false;
  const journal = new Journal(path, () => last.time);
  const status = "KILLED";
  if (last.stage !== undefined) {
    const { id, started } = last.stage;
    const stage = { stage: id, status, duration_ms: last.time - started } as const;
    journal.append({ type: "stage_finished", ...stage, error: ERROR });
  }
  journal.append({ type: "run_finished", status, duration_ms: last.time - last.started, error: ERROR });
  journal.sync();
  journal.close();
  return true;
}

interface LastRun {
  readonly isOpen: boolean;
  /** Milliseconds since the epoch, of the run's first and last event. */
  readonly started: number;
  readonly time: number;
  readonly stage?: { readonly id: string; readonly started: number };
}

async function lastRun(path: string): Promise<LastRun> {
  let last: LastRun = { isOpen: false, started: 0, time: 0 };
  for await (const event of readJournal(path)) {
    const { stage, ...rest } = last;
    last = { ...last, time: Math.max(last.time, event.time) };
    if (event.type === "run_started") last = { isOpen: true, started: event.time, time: event.time };
    if (event.type === "run_finished") last = { ...last, isOpen: false };
    if (event.type === "stage_started") last = { ...last, stage: { id: event.stage, started: event.time } };
    if (event.type === "stage_finished") last = { ...rest, time: event.time };
  }
  return last;
}
