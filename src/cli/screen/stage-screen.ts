import type { JournalEvent, Progress } from "../../run/journal/event.js";

/** Shows a run while it goes on. */
export interface StageScreen {
  read(event: JournalEvent | Progress): void;
  /** Leaves the screen as it should stay. */
  close(): Promise<void>;
}
