/** The events of a stage as they come: read, checked, without secrets. */
import type { Failure, StageEvent } from "../protocol.js";
import { type Following, followLines, MAX_LINE_BYTES } from "./follow-lines.js";
import { parseEvent } from "./parse-event.js";

/** A service may write garbage at length: this many lines of it are told one by one. */
const MAX_WARNINGS = 5;
const SHOWN_CHARACTERS = 120;

export interface EventReaderOptions {
  readonly path: string;
  readonly redact: (text: string) => string;
  /** Takes every event; a line that is no event comes as a warning. */
  readonly onEvent: (event: StageEvent) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #following: Following;
  #rejectDone: (error: unknown) => void = () => {};
  #thrown: { readonly error: unknown } | undefined;
  #badLines = 0;
  #isFinished = false;
  #resolveDone: (outcome: { readonly ok: boolean }) => void = () => {};
  /** The service's own account of its failure; the last one counts. */
  error: Failure | undefined;
  readonly artifacts: Extract<StageEvent, { type: "artifact" }>[] = [];
  /** Resolved by the event `done`; rejected with what `onEvent` threw. */
  readonly done: Promise<{ readonly ok: boolean }>;

  constructor(options: EventReaderOptions) {
    this.#options = options;
    this.done = new Promise((resolve, reject) => {
      this.#resolveDone = resolve;
      this.#rejectDone = reject;
    });
    this.done.catch(() => {});
    this.#following = followLines(options.path, {
      onLine: (line) => this.#guarded(() => this.#read(line)),
      onTooLong: () => this.#guarded(() => this.#warn(`is longer than ${MAX_LINE_BYTES} bytes`, "")),
    });
  }

  /**
   * Reads what is left and lets go of the file; a second call does nothing.
   *
   * @throws what `onEvent` threw.
   */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#following.finish();
    const leftOut = this.#badLines - MAX_WARNINGS;
    if (leftOut > 0) this.#guarded(() => this.#log(`${leftOut} more lines of events.jsonl were left out.`));
    if (this.#thrown !== undefined) throw this.#thrown.error;
  }

  /** Lines come from a timer's or a watcher's callback, where an exception would end the program. */
  #guarded(act: () => void): void {
    if (this.#thrown !== undefined) return;
    try {
      act();
    } catch (error) {
      this.#thrown = { error };
      this.#rejectDone(error);
    }
  }

  #read(line: string): void {
    const { now, redact, onEvent } = this.#options;
    const parsed = parseEvent(line, now(), redact);
    if (!parsed.ok) {
      this.#warn(parsed.fault, redact(line));
      return;
    }
    const { event } = parsed;
    if (event.type === "done") this.#resolveDone(event);
    if (event.type === "artifact") this.artifacts.push(event);
    if (event.type === "error") {
      const { type: _, ...failure } = event;
      this.error = failure;
    }
    onEvent(event);
  }

  #warn(fault: string, line: string): void {
    this.#badLines++;
    if (this.#badLines > MAX_WARNINGS) return;
    const shown = line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
    this.#log(`A line of events.jsonl ${fault}${shown && `: ${shown}`}`);
  }

  #log(message: string): void {
    this.#options.onEvent({ type: "log", level: "warn", message });
  }
}
