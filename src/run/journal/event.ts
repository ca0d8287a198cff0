/**
 * The journal's events: one JSON object a line in `run.jsonl`, append-only, the truth that tracker, log, report
 * and resume read. Every event has `seq` (1, 2, 3, … without a gap) and `time` (integer milliseconds since the epoch).
 */

import type { Failure, MetricValue, Signature, SummaryRow } from "../../chain/protocol.js";

/** The journal's name in the directory of a run or a sweep. */
export const JOURNAL_FILE = "run.jsonl";

export type RunStatus = "FINISHED" | "FAILED" | "KILLED";

/** A file or folder of the run directory; `path` is relative to it, with forward slashes. */
export interface ArtifactRecord {
  readonly name: string;
  readonly path: string;
  readonly kind: string;
}

export interface StageOutline {
  /** `2_quantization`: place in the chain, counted from 1, and service. */
  readonly id: string;
  readonly service: string;
}

interface RunStarted {
  readonly type: "run_started";
  readonly run_id: string;
  /** The run directory's name, below which a tracker keeps the run's files. */
  readonly name: string;
  /** What a tracker calls the run, where not by its directory's name. */
  readonly title?: string;
  /** Where the run is tracked, without credentials; absent where it is not. */
  readonly tracking_uri?: string;
  /** Of a job of a sweep: the sweep's directory, seen from the run's, with forward slashes; it has a journal too. */
  readonly sweep?: string;
  readonly project_name: string;
  readonly operation_mode: string;
  readonly stages: readonly StageOutline[];
  /** The command that repeats the run, word by word, without secrets. */
  readonly command: readonly string[];
  readonly user: string;
  readonly git_commit?: string;
  readonly version: string;
}
/** How a run stands to others and to its tracker. */
export type RunRelations = Pick<RunStarted, "title" | "tracking_uri" | "sweep">;
interface StageStarted {
  readonly type: "stage_started";
  readonly stage: string;
}
interface StageFinished {
  readonly type: "stage_finished";
  readonly stage: string;
  readonly status: RunStatus;
  readonly duration_ms: number;
  readonly error?: Failure;
}
interface Log {
  readonly type: "log";
  readonly stage?: string;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
}
interface Param {
  readonly type: "param";
  readonly stage?: string;
  readonly key: string;
  readonly value: string;
}
interface Metric {
  readonly type: "metric";
  readonly stage?: string;
  readonly key: string;
  readonly value: MetricValue;
  readonly step: number;
  /** Integer milliseconds since the epoch. */
  readonly timestamp: number;
}
interface Artifact extends ArtifactRecord {
  readonly type: "artifact";
  readonly stage?: string;
}
/** What a network takes and gives; the artifact of this name follows when it is in its place. */
interface SignatureTold extends Signature {
  readonly type: "signature";
  readonly stage: string;
  readonly name: string;
}
/** A dataset that the run uses. */
interface Input {
  readonly type: "input";
  readonly name: string;
  /** Changes when a file is added, taken away, renamed or gets another size. */
  readonly digest: string;
  /** Absolute. */
  readonly path: string;
  /** What it is used for: `quantization`, `test`, … */
  readonly context: string;
  readonly files: number;
}
/** A stage's result for people: rows for the table at the end and for the report. */
interface Summary {
  readonly type: "summary";
  readonly stage: string;
  readonly rows: readonly SummaryRow[];
}
/** The Markdown text that a tracker shows first: what was done, before and after, how to repeat it. */
interface Note {
  readonly type: "note";
  readonly markdown: string;
}
interface RunFinished {
  readonly type: "run_finished";
  readonly status: RunStatus;
  readonly duration_ms: number;
  readonly error?: Failure;
}

export type JournalBody =
  | RunStarted
  | StageStarted
  | StageFinished
  | Log
  | Param
  | Metric
  | Artifact
  | SignatureTold
  | Input
  | Summary
  | Note
  | RunFinished;

export type JournalEvent = JournalBody & { readonly seq: number; readonly time: number };

/** What a running chain tells the screen but does not keep. */
export interface Progress {
  readonly type: "progress";
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** @returns the event of one line, or undefined when it is none. */
export function parseJournalLine(line: string): JournalEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The journal is written by this program alone: what every event has is enough to know one. */
function isEvent(value: unknown): value is JournalEvent {
  if (typeof value !== "object" || value === null) return false;
  if (!("type" in value && "seq" in value && "time" in value)) return false;
  return (
    typeof value.type === "string" && Number.isSafeInteger(value.seq) && Number.isSafeInteger(value.time)
  );
}
