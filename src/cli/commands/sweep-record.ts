import { randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { sweepCsv, sweepNote } from "../../report/sweep-note.js";
import type { SweepResults } from "../../report/sweep-results.js";
import { endLastRun } from "../../run/end-last-run.js";
import { JOURNAL_FILE, type RunStatus } from "../../run/journal/event.js";
import { Journal } from "../../run/journal/journal.js";
import { locationOf } from "../../tracking/connect.js";
import { type DeliveryReport, deliver } from "../../tracking/delivery/delivery.js";
import type { Tracking } from "../config/tracking-of.js";
import type { RunOrigin } from "./run-origin.js";

const TABLE_FILE = "sweep.csv";

export interface SweepBeginning {
  readonly origin: RunOrigin;
  readonly operationMode: string;
  readonly tracking: Tracking | undefined;
}

export interface JobCounts {
  readonly finished: number;
  readonly failed: number;
}

/** The journal of a sweep, in its directory: the parent of its jobs, which MLflow is told like any run. */
export class SweepRecord {
  readonly directory: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  #begun: (SweepBeginning & { readonly journal: Journal; readonly started: number }) | undefined;

  /** @param directory the sweep's, absolute */
  constructor(directory: string, env: Readonly<Record<string, string | undefined>>) {
    this.directory = directory;
    this.#env = env;
  }

  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  /** Begins the journal, before the first job that comes to run. */
  async begin(beginning: SweepBeginning): Promise<void> {
    const { origin, operationMode, tracking } = beginning;
    const path = join(this.directory, JOURNAL_FILE);
    if (existsSync(path)) await endLastRun(path);
    const journal = new Journal(path);
    this.#begun = { ...beginning, journal, started: performance.now() };
    journal.append({
      type: "run_started",
      run_id: randomUUID().replaceAll("-", ""),
      name: basename(this.directory),
      project_name: origin.projectName,
      operation_mode: operationMode,
      stages: [],
      ...origin.provenance,
      ...(tracking && { tracking_uri: locationOf(tracking.target) }),
    });
    for (const [key, value] of Object.entries(origin.params)) journal.append({ type: "param", key, value });
    journal.sync();
  }

  /** Notes how many of the jobs that have ended finished, and how many failed. */
  jobEnded({ finished, failed }: JobCounts): void {
    const at = { type: "metric", step: finished + failed, timestamp: Date.now() } as const;
    this.#begun?.journal.append({ ...at, key: "jobs_finished", value: finished });
    this.#begun?.journal.append({ ...at, key: "jobs_failed", value: failed });
  }

  /**
   * Ends the journal with the table of all jobs, and tells MLflow.
   * @returns undefined where nothing was tracked.
   */
  async end(status: RunStatus, results: SweepResults): Promise<DeliveryReport | undefined> {
    if (this.#begun === undefined) return undefined;
    const { journal, origin, tracking, started } = this.#begun;
    // Somebody may have taken the directory away: its jobs have told so.
    if (!existsSync(this.directory)) return undefined;
    writeFileSync(join(this.directory, TABLE_FILE), sweepCsv(results));
    const table = { name: "sweep", path: TABLE_FILE, kind: "file" };
    journal.append({ type: "artifact", ...table });
    journal.append({ type: "param", key: "jobs", value: String(results.rows.length) });
    journal.append({ type: "note", markdown: sweepNote(results, origin.provenance.command) });
    journal.append({ type: "run_finished", status, duration_ms: Math.round(performance.now() - started) });
    journal.sync();
    journal.close();
    if (tracking === undefined) return undefined;
    const { target, patienceMs: timeoutMs } = tracking;
    return deliver({ runDirectory: this.directory, target, env: { ...this.#env }, timeoutMs });
  }
}
