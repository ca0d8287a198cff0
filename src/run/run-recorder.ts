import type { StageEvent } from "../chain/protocol.js";
import type { JournalBody, JournalEvent, Progress } from "./journal/event.js";
import type { Journal } from "./journal/journal.js";

/** Writes a run's events to its journal, remembers them, and tells them on. */
export class RunRecorder {
  readonly #journal: Journal;
  readonly #onEvent: (event: JournalEvent | Progress) => void;
  readonly #events: JournalEvent[] = [];

  constructor(journal: Journal, onEvent: (event: JournalEvent | Progress) => void) {
    this.#journal = journal;
    this.#onEvent = onEvent;
  }

  /** The run's events so far. */
  get events(): readonly JournalEvent[] {
    return this.#events;
  }

  /** @throws a system error when the journal cannot be written. */
  append(body: JournalBody): void {
    const event = this.#journal.append(body);
    this.#events.push(event);
    this.#onEvent(event);
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
