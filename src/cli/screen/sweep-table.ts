import Table from "cli-table3";
import { formatValue } from "../../report/format-value.js";
import { type SweepRow, type SweptJob, sweepResults } from "../../report/sweep-results.js";
import type { Paint } from "./paint.js";
import { NO_FRAME } from "./results-table.js";

/** @returns the table at the end of a sweep: what differs between the jobs against what came out of them. */
export function sweepTable(jobs: readonly SweptJob[], paint: Paint): string {
  const { swept, measures, rows } = sweepResults(jobs);
  const table = new Table({
    head: ["#", ...swept, ...measures, ""].map((text) => paint("dim", text)),
    chars: NO_FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: [
      "right",
      ...swept.map(() => "left" as const),
      ...measures.map(() => "right" as const),
      "left",
    ],
  });
  for (const [index, row] of rows.entries()) {
    const values = row.measures.map((value) => (value === undefined ? "" : formatValue(value, "")));
    table.push([String(index), ...row.swept, ...values, markOf(row, paint)]);
  }
  return jobs.length === 0 ? "" : table.toString().replaceAll(/ +$/gm, "");
}

function markOf({ end }: SweepRow, paint: Paint): string {
  return end === "finished" ? "" : paint(end === "failed" ? "red" : "yellow", end);
}
