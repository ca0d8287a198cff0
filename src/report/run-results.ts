import type { JournalEvent, RunStatus } from "../run/journal/event.js";

/**
 * A quantity of a run: its last value, and the first where several stages, or one stage, tell both. There is no last
 * value yet where another stage of the same service is to come.
 */
export interface ResultRow {
  readonly label: string;
  readonly unit: string;
  readonly before?: number | string;
  readonly after?: number | string;
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
  /** Stages whose service comes again later. */
  #repeated: ReadonlySet<string> = new Set();

  read(event: JournalEvent): void {
    if (event.type === "run_started") {
      this.#head = { name: event.name, operationMode: event.operation_mode, command: event.command };
      this.#repeated = repeatedStages(event.stages);
    } else if (event.type === "summary") {
      const isFirst = this.#repeated.has(event.stage);
      for (const row of event.rows)
        this.#rows.set(row.label, joined(this.#rows.get(row.label), row, { isFirst }));
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
    const rows = [...this.#rows.values()];
    const told = this.#end.status === "FINISHED" ? rows.map(withLast) : rows;
    return { ...this.#head, ...this.#end, rows: told, artifacts, stages: [...this.#stages] };
  }
}

interface Told {
  readonly label: string;
  readonly value: number | string;
  readonly before?: number | string;
  readonly unit?: string;
}

function repeatedStages(stages: readonly { readonly id: string; readonly service: string }[]): Set<string> {
  const repeated = stages.filter(({ service }, at) =>
    stages.slice(at + 1).some((later) => later.service === service),
  );
  return new Set(repeated.map(({ id }) => id));
}

/** A label told by two stages is one quantity before and after what lies between them. */
function joined(
  earlier: ResultRow | undefined,
  { label, value, before, unit = "" }: Told,
  { isFirst }: { readonly isFirst: boolean },
): ResultRow {
  if (earlier === undefined && before === undefined && isFirst) return { label, unit, before: value };
  const first = earlier === undefined ? before : (earlier.before ?? earlier.after);
  return { label, unit, ...(first === undefined ? {} : { before: first }), after: value };
}

/** What only the first of two stages tells is all that there is of it in the end. */
function withLast(row: ResultRow): ResultRow {
  const { before, after, ...rest } = row;
  return after === undefined && before !== undefined ? { ...rest, after: before } : row;
}
