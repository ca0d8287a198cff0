import type { JournalEvent, RunStatus } from "../run/journal/event.js";

/** A quantity of a run: its last value, and the first where several stages, or one stage, tell both. */
export interface ResultRow {
  readonly label: string;
  readonly unit: string;
  readonly before?: number | string;
  readonly after: number | string;
}

export interface RunResults {
  readonly name: string;
  readonly operationMode: string;
  readonly command: readonly string[];
  readonly status: RunStatus | "RUNNING";
  readonly rows: readonly ResultRow[];
  /** Artifacts that stages made, relative to the run directory. */
  readonly artifacts: readonly { readonly name: string; readonly path: string }[];
  readonly stages: readonly { readonly id: string; readonly status: string; readonly durationMs: number }[];
  readonly error?: string;
}

/** @returns what a run has to show, from its journal. */
export function runResults(events: readonly JournalEvent[]): RunResults {
  const rows = new Map<string, ResultRow>();
  const artifacts = new Map<string, string>();
  const stages: RunResults["stages"][number][] = [];
  let head = { name: "", operationMode: "", command: [] as readonly string[] };
  let end: { status: RunResults["status"]; error?: string } = { status: "RUNNING" };
  for (const event of events) {
    if (event.type === "run_started") {
      head = { name: event.name, operationMode: event.operation_mode, command: event.command };
    } else if (event.type === "summary") {
      for (const row of event.rows) rows.set(row.label, joined(rows.get(row.label), row));
    } else if (event.type === "artifact") {
      artifacts.set(event.name, event.path);
    } else if (event.type === "stage_finished") {
      stages.push({ id: event.stage, status: event.status, durationMs: event.duration_ms });
    } else if (event.type === "run_finished") {
      end = { status: event.status, ...(event.error === undefined ? {} : { error: event.error.message }) };
    }
  }
  const made = [...artifacts].map(([name, path]) => ({ name, path }));
  return { ...head, ...end, rows: [...rows.values()], artifacts: made, stages };
}

interface Told {
  readonly label: string;
  readonly value: number | string;
  readonly before?: number | string;
  readonly unit?: string;
}

/** A label told by two stages is one quantity before and after what lies between them. */
function joined(earlier: ResultRow | undefined, { label, value, before, unit = "" }: Told): ResultRow {
  const first = earlier === undefined ? before : (earlier.before ?? earlier.after);
  return { label, unit, ...(first === undefined ? {} : { before: first }), after: value };
}
