/** The journal's only writer. A line is one write, so that a reader never meets half an event before the last. */
import { closeSync, fsyncSync, openSync } from "node:fs";
import { appendWhole } from "../../disk/append-whole.js";
import type { JournalBody, JournalEvent } from "./event.js";
import { repairJournal } from "./repair-journal.js";

export class Journal {
  readonly path: string;
  readonly #file: number;
  readonly #now: () => number;
  #seq: number;

  /**
   * Opens a journal for appending, and makes it when it is not there. A torn last line is cut off.
   *
   * @param now milliseconds since the epoch
   * @throws a system error when it cannot be opened; Error when the file is something else, which is left as it is.
   */
  constructor(path: string, now: () => number = Date.now) {
    this.path = path;
    this.#file = openSync(path, "a+");
    this.#now = now;
    this.#seq = repairJournal(this.#file, path);
  }

  /** The last event's number; 0 when there is none. */
  get seq(): number {
    return this.#seq;
  }

  /** @returns the event as it was written. @throws a system error when it could not be: the journal is as before. */
  append(body: JournalBody): JournalEvent {
    const event = { seq: this.#seq + 1, time: Math.trunc(this.#now()), ...body };
    appendWhole(this.#file, `${JSON.stringify(event)}\n`);
    this.#seq++;
    return event;
  }

  /** Makes sure that a power cut loses nothing of what was appended. */
  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
