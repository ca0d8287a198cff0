import type { RunResults } from "./run-results.js";

/** How a job of a sweep ended. */
export type JobEnd = "finished" | "failed" | "interrupted";

/** A job of a sweep as tables show it. */
export interface SweptJob {
  /** Of the job, each key at the same place in all jobs. */
  readonly overrides: readonly string[];
  /** What it has to show; a job that did not come to run has nothing. */
  readonly results?: RunResults;
  readonly end: JobEnd;
}

/** What differs between the jobs of a sweep against what came out of them. */
export interface SweepResults {
  /** Keys that were swept. */
  readonly swept: readonly string[];
  /** What was measured, with its unit: `model file [KiB]`. */
  readonly measures: readonly string[];
  readonly rows: readonly SweepRow[];
}

export interface SweepRow {
  readonly swept: readonly string[];
  /** Undefined where the job has no such value. */
  readonly measures: readonly (number | string | undefined)[];
  readonly end: JobEnd;
}

/** @returns the rows of all jobs, in their order. */
export function sweepResults(jobs: readonly SweptJob[]): SweepResults {
  const places = sweptPlaces(jobs);
  const first = jobs[0]?.overrides ?? [];
  const units = [
    ...new Map(jobs.flatMap(({ results }) => results?.rows ?? []).map((row) => [row.label, row.unit])),
  ];
  const rows = jobs.map(({ overrides, results, end }) => {
    const after = new Map(results?.rows.map((row) => [row.label, row.after]));
    const swept = places.map((at) => valueIn(overrides[at] ?? ""));
    return { swept, measures: units.map(([label]) => after.get(label)), end };
  });
  return {
    swept: places.map((at) => keyIn(first[at] ?? "")),
    measures: units.map(([label, unit]) => (unit === "" ? label : `${label} [${unit}]`)),
    rows,
  };
}

/** @returns the places of the overrides that not all jobs have alike; all places of a single job. */
function sweptPlaces(jobs: readonly SweptJob[]): number[] {
  const [first, ...others] = jobs;
  const places = [...(first?.overrides.keys() ?? [])];
  if (others.length === 0) return places;
  return places.filter((at) => others.some(({ overrides }) => overrides[at] !== first?.overrides[at]));
}

function keyIn(override: string): string {
  return override.split("=", 1)[0] ?? override;
}

function valueIn(override: string): string {
  return override.slice(override.indexOf("=") + 1);
}
