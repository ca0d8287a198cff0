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
export function runResults(events: Iterable<JournalEvent>): RunResults {
  const reader = new ResultsReader();
  for (const event of events) reader.read(event);
  return reader.results;
}

/** Reads a run's events as they come, and keeps what the run has to show of them. */
export class ResultsReader {
  readonly #rows = new Map<string, ResultRow>();
  readonly #artifacts = new Map<string, string>();
  readonly #stages: RunResults["stages"][number][] = [];
  #head: Pick<RunResults, "name" | "operationMode" | "command"> = {
    name: "",
    operationMode: "",
    command: [],
  };
  #end: Pick<RunResults, "status" | "error"> = { status: "RUNNING" };

  read(event: JournalEvent): void {
    if (event.type === "run_started") {
      this.#head = { name: event.name, operationMode: event.operation_mode, command: event.command };
    } else if (event.type === "summary") {
      for (const row of event.rows) this.#rows.set(row.label, joined(this.#rows.get(row.label), row));
    } else if (event.type === "artifact") {
      this.#artifacts.set(event.name, event.path);
    } else if (event.type === "stage_finished") {
      this.#stages.push({ id: event.stage, status: event.status, durationMs: event.duration_ms });
    } else if (event.type === "run_finished") {
      const { status, error } = event;
      this.#end = { status, ...(error === undefined ? {} : { error: error.message }) };
    }
  }

  /** What the run has to show so far. */
  get results(): RunResults {
    const artifacts = [...this.#artifacts].map(([name, path]) => ({ name, path }));
    const [rows, stages] = [[...this.#rows.values()], [...this.#stages]];
    return { ...this.#head, ...this.#end, rows, artifacts, stages };
  }
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
