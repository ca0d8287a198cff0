import Table from "cli-table3";
import { formatChange, formatValue } from "../../report/format-value.js";
import type { RunResults } from "../../report/run-results.js";
import type { Paint } from "./paint.js";

/** Columns without lines between them. */
export const NO_FRAME = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** @returns the table at the end of a run: each quantity before and after, and how it changed; or its one value. */
export function resultsTable({ rows }: RunResults, paint: Paint): string {
  const compares = rows.some(({ before }) => before !== undefined);
  const table = new Table({
    head: (compares ? ["", "before", "after", "change"] : ["", ""]).map((text) => paint("dim", text)),
    chars: NO_FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["left", "right", "right", "right"],
  });
  for (const row of rows) {
    const after = paint("bold", formatValue(row.after, row.unit));
    const before = formatValue(row.before, row.unit);
    table.push(compares ? [row.label, before, after, formatChange(row)] : [row.label, after]);
  }
  return rows.length === 0 ? "" : table.toString().replaceAll(/ +$/gm, "").replace(/^\n/, "");
}

/** @returns lines of names and what they name, in two columns. */
export function places(entries: readonly (readonly [string, string])[], paint: Paint): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, place]) => `${paint("dim", name.padEnd(width))}  ${place}`).join("\n");
}
