import type { StageEvent } from "../chain/protocol.js";
import type { JournalBody, JournalEvent, Progress } from "./journal/event.js";
import type { Journal } from "./journal/journal.js";

/** Writes a run's events to its journal and tells them on. It keeps none: a stage may send any number. */
export class RunRecorder {
  readonly #journal: Journal;
  readonly #onEvent: (event: JournalEvent | Progress) => void;

  constructor(journal: Journal, onEvent: (event: JournalEvent | Progress) => void) {
    this.#journal = journal;
    this.#onEvent = onEvent;
  }

  /** @throws a system error when the journal cannot be written. */
  append(body: JournalBody): void {
    this.#onEvent(this.#journal.append(body));
  }

  /** What a stage says; its artifacts are recorded when they are in their place, its failure with its end. */
  appendOf(stage: string, event: StageEvent): void {
    switch (event.type) {
      case "progress":
        this.#onEvent({ ...event, stage });
        return;
      case "log":
      case "param":
      case "metric":
      case "summary":
        this.append({ ...event, stage });
        return;
      case "artifact":
        if (event.signature) this.append({ type: "signature", stage, name: event.name, ...event.signature });
        return;
      case "error":
      case "done":
        return;
      default:
        event satisfies never;
    }
  }

  /** Makes sure that a power cut loses nothing of what was recorded. */
  sync(): void {
    this.#journal.sync();
  }
}
