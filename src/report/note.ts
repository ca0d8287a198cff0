import type { JournalEvent } from "../run/journal/event.js";
import { formatChange, formatValue } from "./format-value.js";
import { type ResultRow, runResults } from "./run-results.js";

/**
 * @returns the Markdown note that MLflow shows first on a run's page: the results before and after, what was made,
 *   and the command that repeats the run.
 */
export function runNote(events: readonly JournalEvent[]): string {
  const { operationMode, status, rows, artifacts, command, error } = runResults(events);
  const parts = [`**${operationMode}**${status === "RUNNING" ? "" : `: ${status}`}`];
  if (error !== undefined) parts.push(`> ${escapeCell(error).replaceAll("\n", "\n> ")}`);
  if (rows.length > 0) parts.push(table(rows));
  if (artifacts.length > 0)
    parts.push(artifacts.map(({ name, path }) => `- ${name}: \`${path}\``).join("\n"));
  parts.push("To repeat it:", `\`\`\`sh\n${command.map(shellWord).join(" ")}\n\`\`\``);
  return parts.join("\n\n");
}

function table(rows: readonly ResultRow[]): string {
  const lines = rows.map((row) => {
    const before = row.before === undefined ? "" : formatValue(row.before, row.unit);
    const cells = [row.label, before, formatValue(row.after, row.unit), formatChange(row)];
    return `| ${cells.map(escapeCell).join(" | ")} |`;
  });
  return ["| | before | after | change |", "| --- | ---: | ---: | ---: |", ...lines].join("\n");
}

/** @returns text as a cell of a Markdown table. */
export function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|");
}

/** @returns a word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
