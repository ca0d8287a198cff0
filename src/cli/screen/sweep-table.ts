import Table from "cli-table3";
import { formatValue } from "../../report/format-value.js";
import type { RunResults } from "../../report/run-results.js";
import type { Paint } from "./paint.js";
import { NO_FRAME } from "./results-table.js";

/** A job of a sweep as the table shows it. */
export interface SweptJob {
  /** Of the job, each key at the same place in all jobs. */
  readonly overrides: readonly string[];
  /** What it has to show; a job that did not come to run has nothing. */
  readonly results?: RunResults;
  readonly isFailed: boolean;
}

/** @returns the table at the end of a sweep: what differs between the jobs against what came out of them. */
export function sweepTable(jobs: readonly SweptJob[], paint: Paint): string {
  const swept = sweptPlaces(jobs);
  const first = jobs[0]?.overrides ?? [];
  const measures = [
    ...new Map(jobs.flatMap(({ results }) => results?.rows ?? []).map((row) => [row.label, row.unit])),
  ];
  const labels = measures.map(([label, unit]) => (unit === "" ? label : `${label} [${unit}]`));
  const table = new Table({
    head: ["#", ...swept.map((at) => keyIn(first[at] ?? "")), ...labels, ""].map((text) =>
      paint("dim", text),
    ),
    chars: NO_FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["right", ...swept.map(() => "left" as const), ...labels.map(() => "right" as const), "left"],
  });
  for (const [index, { overrides, results, isFailed }] of jobs.entries()) {
    const after = new Map(results?.rows.map((row) => [row.label, row.after]));
    const values = measures.map(([label]) => {
      const value = after.get(label);
      return value === undefined ? "" : formatValue(value, "");
    });
    const mark = isFailed ? paint("red", "failed") : "";
    table.push([String(index), ...swept.map((at) => valueIn(overrides[at] ?? "")), ...values, mark]);
  }
  return jobs.length === 0 ? "" : table.toString().replaceAll(/ +$/gm, "");
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
