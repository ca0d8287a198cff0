import { formatValue } from "./format-value.js";
import { commandBlock, escapeCell } from "./note.js";
import type { SweepResults, SweepRow } from "./sweep-results.js";

/** @returns the Markdown note of a sweep's run: its jobs as a table, and the command that repeats it. */
export function sweepNote(results: SweepResults, command: readonly string[]): string {
  const { swept, measures, rows } = results;
  const count = `**${rows.length} ${rows.length === 1 ? "job" : "jobs"}**`;
  const broken = (["failed", "interrupted"] as const).flatMap((kind) => {
    const ended = rows.filter(({ end }) => end === kind).length;
    return ended === 0 ? [] : [`${ended} ${kind}`];
  });
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  const table = [
    line(["#", ...swept, ...measures, ""]),
    line(["---:", ...swept.map(() => "---"), ...measures.map(() => "---:"), "---"]),
    ...rows.map((row, index) => line([String(index), ...row.swept, ...texts(row.measures), markOf(row)])),
  ];
  return [
    [count, ...broken].join(", "),
    ...(rows.length === 0 ? [] : [table.join("\n")]),
    "To repeat it:",
    commandBlock(command),
  ].join("\n\n");
}

/** @returns the same table as comma-separated values (RFC 4180), numbers as they are. */
export function sweepCsv({ swept, measures, rows }: SweepResults): string {
  const lines = [
    ["job", ...swept, ...measures, "status"],
    ...rows.map((row, index) => [
      String(index),
      ...row.swept,
      ...row.measures.map((value) => String(value ?? "")),
      row.end,
    ]),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function texts(values: readonly (number | string | undefined)[]): string[] {
  return values.map((value) => (value === undefined ? "" : formatValue(value, "")));
}

function markOf({ end }: SweepRow): string {
  return end === "finished" ? "" : end;
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
