import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { JOURNAL_FILE } from "../../run/journal/event.js";
import { TrackingError } from "../tracking-error.js";
import { PARENT_TAG, type RunHandle, type Tag, type TrackingStore } from "../tracking-store.js";
import { deliverArtifacts, FOR_ALL } from "./artifact-delivery.js";
import { addCounts, type Counts, NOTHING } from "./counts.js";
import { type Cursor, freshCursor, loadCursor, saveCursor } from "./cursor.js";
import { batchOf } from "./entry-batch.js";
import { type Entry, type MappingContext, mapEvent } from "./journal-mapping.js";
import { type JournalChunk, readJournal } from "./journal-reader.js";
import { lockDelivery, type OwnerLock } from "./owner-lock.js";
import type { RunFile } from "./run-files.js";

/** How often at most the cursor is written while files go up one by one. */
const CURSOR_INTERVAL_MS = 500;

type Used = Extract<Entry, { kind: "input" | "model" }>;

export interface SessionStart {
  readonly store: TrackingStore;
  readonly runDirectory: string;
  /** What tells the journal from another one (`journalIdentity`). */
  readonly journal: string;
  readonly signal: AbortSignal;
  /** Finds the run of a sweep by its directory, absolute; without it a job of a sweep has no parent. */
  readonly parentOf?: (directory: string) => Promise<RunHandle | undefined>;
}

/** One process's delivery of one run directory to one store: reads on from the cursor and moves it. */
export class DeliverySession {
  readonly warnings = new Set<string>();
  delivered: Counts = NOTHING;
  readonly #store: TrackingStore;
  readonly #runDirectory: string;
  readonly #signal: AbortSignal;
  readonly #parentOf: NonNullable<SessionStart["parentOf"]>;
  readonly #lock: OwnerLock;
  #cursor: Cursor;
  #artifacts: Map<string, string>;
  #checked = false;
  #savedAt = 0;

  private constructor(start: SessionStart, lock: OwnerLock, cursor: Cursor) {
    this.#store = start.store;
    this.#runDirectory = start.runDirectory;
    this.#signal = start.signal;
    this.#parentOf = start.parentOf ?? (async () => undefined);
    this.#lock = lock;
    this.#cursor = cursor;
    this.#artifacts = new Map(cursor.artifacts);
  }

  /** Locks the run directory and reads its cursor. @throws TrackingError `busy` */
  static async start(start: SessionStart): Promise<DeliverySession> {
    const lock = await lockDelivery(start.runDirectory, start.signal);
    const cursor = loadCursor(start.runDirectory, start.store.location, start.journal);
    return new DeliverySession(start, lock, cursor);
  }

  /** The run, once the store has it. */
  get run(): RunHandle | undefined {
    return this.#cursor.run;
  }

  /** Whether the delivered part of the journal has the run's end. */
  get ended(): boolean {
    return this.#cursor.context.end !== undefined;
  }

  /** Delivers what the journal has and the store has not. @throws TrackingError */
  async deliverEvents(): Promise<void> {
    if (this.#journalSize() <= this.#cursor.bytes) return;
    await this.#checkRun();
    for await (const chunk of readJournal(this.#journal, this.#cursor.bytes)) {
      this.#lock.check();
      await this.#deliverChunk(chunk);
    }
  }

  /** Delivers everything: what the journal has, then the files of a run that has ended, then its status. */
  async deliverAll(): Promise<void> {
    if (this.#cursor.closed && this.#journalSize() <= this.#cursor.bytes) return;
    await this.#checkRun();
    await this.deliverEvents();
    const { run, context } = this.#cursor;
    if (run === undefined || context.end === undefined) return;
    const failed = await this.#deliverFiles(run, context.runName).finally(() => this.#save());
    await this.#store.finishRun(run, context.end.status, context.end.time);
    if (failed === 0) await this.#move({ closed: true });
  }

  async stop(): Promise<void> {
    await this.#lock.release();
  }

  get #journal(): string {
    return join(this.#runDirectory, JOURNAL_FILE);
  }

  #journalSize(): number {
    return statSync(this.#journal, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** A store that lost the run, as one that was deleted by hand, gets it anew from the beginning. */
  async #checkRun(): Promise<void> {
    if (this.#checked) return;
    const { run } = this.#cursor;
    if (run !== undefined && !(await this.#store.hasRun(run))) {
      this.warnings.add(`run ${run.runId} is no longer in ${this.#store.location}: it is delivered anew`);
      this.#cursor = freshCursor(this.#store.location, this.#cursor.journal);
      this.#artifacts = new Map();
    }
    this.#checked = true;
  }

  async #deliverChunk(chunk: JournalChunk): Promise<void> {
    if (chunk.unreadable > 0) this.warnings.add(`${chunk.unreadable} lines of ${JOURNAL_FILE} are no events`);
    let { context, run, seq } = this.#cursor;
    let pending: Entry[] = [];
    let used: Used[] = [];
    for (const event of chunk.events) {
      const mapped = mapEvent(context, event);
      for (const warning of mapped.warnings) this.warnings.add(warning);
      for (const entry of mapped.entries) {
        if (entry.kind === "input" || entry.kind === "model") used.push(entry);
        else if (entry.kind !== "run") pending.push(entry);
        if (entry.kind !== "run") continue;
        await this.#log(run, pending);
        await this.#logUsed(run, used);
        [pending, used] = [[], []];
        run = await this.#openRun(entry, run, context);
      }
      context = mapped.context;
      seq = event.seq;
    }
    await this.#log(run, pending);
    await this.#logUsed(run, used);
    await this.#move({ bytes: chunk.end, seq, context, closed: false, ...(run && { run }) });
  }

  /** A journal goes on with the same run after a resume; with another one, the one before keeps its status. */
  async #openRun(
    entry: Extract<Entry, { kind: "run" }>,
    before: RunHandle | undefined,
    context: MappingContext,
  ): Promise<RunHandle> {
    const tags = [...entry.spec.tags, ...(await this.#parentTags(entry.sweep))];
    const run = await this.#store.openRun({ ...entry.spec, tags });
    if (before === undefined || before.runId === run.runId) return run;
    if (context.end && !this.#cursor.closed) {
      await this.#store.finishRun(before, context.end.status, context.end.time);
    }
    this.#artifacts = new Map();
    return run;
  }

  async #parentTags(sweep: string | undefined): Promise<readonly Tag[]> {
    if (sweep === undefined) return [];
    const parent = await this.#parentOf(resolve(this.#runDirectory, sweep));
    if (parent !== undefined) return [{ key: PARENT_TAG, value: parent.runId }];
    this.warnings.add(
      `the sweep of this run has no ${JOURNAL_FILE} in ${sweep}: the run stands alone in MLflow`,
    );
    return [];
  }

  async #log(run: RunHandle | undefined, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    if (run === undefined) {
      this.warnings.add(
        `${JOURNAL_FILE} does not begin with run_started: ${entries.length} entries belong to no run`,
      );
      return;
    }
    const batch = batchOf(entries);
    for (const warning of await this.#store.logBatch(run, batch)) this.warnings.add(warning);
    this.delivered = addCounts(this.delivered, batch);
  }

  /** What a store refuses for good keeps nothing else from being delivered. */
  async #logUsed(run: RunHandle | undefined, used: readonly Used[]): Promise<void> {
    if (run === undefined) return;
    for (const { kind, entry } of used) {
      try {
        const told =
          kind === "input"
            ? await this.#store.logInputs(run, [entry])
            : await this.#store.logModel(run, { ...entry, file: join(this.#runDirectory, entry.file) });
        for (const warning of told) this.warnings.add(warning);
      } catch (error) {
        if (!(error instanceof TrackingError) || error.passing || FOR_ALL.has(error.code)) throw error;
        this.warnings.add(`${kind} ${entry.name} was not stored: ${error.message}`);
      }
    }
  }

  #deliverFiles(run: RunHandle, below: string): Promise<number> {
    return deliverArtifacts({
      store: this.#store,
      run,
      runDirectory: this.#runDirectory,
      below,
      known: new Map(this.#artifacts),
      signal: this.#signal,
      onWarning: (message) => this.warnings.add(message),
      onDelivered: (file) => this.#noteFile(file),
    });
  }

  async #noteFile(file: RunFile): Promise<void> {
    this.#lock.check();
    this.delivered = { ...this.delivered, artifacts: this.delivered.artifacts + 1 };
    this.#artifacts.set(file.path, file.stamp);
    if (Date.now() - this.#savedAt >= CURSOR_INTERVAL_MS) await this.#save();
  }

  async #move(step: Partial<Cursor>): Promise<void> {
    this.#cursor = { ...this.#cursor, ...step };
    await this.#save();
  }

  async #save(): Promise<void> {
    this.#savedAt = Date.now();
    await saveCursor(this.#runDirectory, { ...this.#cursor, artifacts: this.#artifacts });
  }
}
