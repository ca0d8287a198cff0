import type { JournalBody } from "./journal/event.js";

/**
 * Records what happens beside the stages of a run.
 * @param ended aborted when the stages have ended; the run's end waits for the observer
 */
export type Observer = (record: (body: JournalBody) => void, ended: AbortSignal) => Promise<void>;
