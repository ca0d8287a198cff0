/** The stage's events file: JSON Lines, each line in one write, so that a reader meets no half event in the middle. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Emitter, Signature, SummaryRow } from "./protocol.js";

/** At most ten progress events a second. */
const PROGRESS_INTERVAL_MS = 100;

interface Progress {
  readonly type: "progress";
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** The emitter that a service gets, with the events that only its starter sends. */
export class StageEvents implements Emitter {
  readonly #file: number;
  readonly #now: () => number;
  #heldBack: Progress | undefined;
  #unwritten: Uint8Array = new Uint8Array();
  #progressAt = Number.NEGATIVE_INFINITY;

  /**
   * @param path the events file, made when it is not there
   * @param now the clock, in milliseconds since the epoch
   */
  constructor(path: string, now: () => number = Date.now) {
    this.#file = openSync(path, "a");
    this.#now = now;
  }

  log(level: "debug" | "info" | "warn" | "error", message: string): void {
    this.#write({ type: "log", level, message });
  }

  progress(done: number, total: number, unit: string): void {
    const progress: Progress = { type: "progress", done, total, unit };
    const isDue = this.#now() - this.#progressAt >= PROGRESS_INTERVAL_MS;
    if (isDue || done >= total) this.#writeProgress(progress);
    else this.#heldBack = progress;
  }

  param(key: string, value: string): void {
    this.#write({ type: "param", key, value });
  }

  metric(key: string, value: number, at: { step?: number; timestamp?: number } = {}): void {
    const { step = 0, timestamp = this.#now() } = at;
    this.#write({ type: "metric", key, value: portable(value), step, timestamp: Math.trunc(timestamp) });
  }

  artifact(name: string, path: string, kind: "file" | "folder" = "file", signature?: Signature): void {
    this.#write({ type: "artifact", name, path, kind, ...(signature && { signature }) });
  }

  summary(rows: readonly SummaryRow[]): void {
    const portableRows = rows.map((row) =>
      typeof row.value === "number" ? { ...row, value: portable(row.value) } : row,
    );
    this.#write({ type: "summary", rows: portableRows });
  }

  /** Why the request failed: a code for scripts, a message and a hint for people, the file at fault. */
  error(failure: { code: string; message: string; hint?: string; path?: string }): void {
    this.#write({ type: "error", ...failure });
  }

  /** Ends a request of a process that serves many. */
  done({ ok }: { ok: boolean }): void {
    this.#write({ type: "done", ok });
  }

  /** Closes the file. */
  close(): void {
    this.#flushProgress();
    closeSync(this.#file);
  }

  #writeProgress(progress: Progress): void {
    this.#heldBack = undefined;
    this.#progressAt = this.#now();
    this.#append(progress);
  }

  #flushProgress(): void {
    if (this.#heldBack !== undefined) this.#writeProgress(this.#heldBack);
  }

  /** What was held back comes before anything that a reader may take for a later state. */
  #write(event: object): void {
    this.#flushProgress();
    this.#append(event);
  }

  /** What a full disk did not take of a line goes before the next one: a reader may have met its beginning. */
  #append(event: object): void {
    this.#put(this.#unwritten);
    this.#put(Buffer.from(`${JSON.stringify(event)}\n`));
  }

  #put(bytes: Uint8Array): void {
    this.#unwritten = bytes;
    while (this.#unwritten.length > 0) {
      this.#unwritten = this.#unwritten.subarray(writeSync(this.#file, this.#unwritten));
    }
  }
}

/** @returns the number as JSON can carry it: non-finite ones as text. */
function portable(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
