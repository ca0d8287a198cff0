import { formatChange, formatValue } from "./format-value.js";
import type { ResultRow, RunResults } from "./run-results.js";

const LONGEST_LINE = 80;

/**
 * @returns the Markdown note that MLflow shows first on a run's page: the results before and after, what was made,
 *   and the command that repeats the run.
 */
export function runNote(results: RunResults): string {
  const { operationMode, status, rows, artifacts, command, error } = results;
  const parts = [`**${operationMode}**${status === "RUNNING" ? "" : `: ${status}`}`];
  if (error !== undefined) parts.push(`> ${escapeCell(error).replaceAll("\n", "\n> ")}`);
  if (rows.length > 0) parts.push(table(rows));
  if (artifacts.length > 0)
    parts.push(artifacts.map(({ name, path }) => `- ${name}: \`${path}\``).join("\n"));
  parts.push("To repeat it:", commandBlock(command));
  return parts.join("\n\n");
}

function table(rows: readonly ResultRow[]): string {
  const lines = rows.map((row) => {
    const cells = [
      row.label,
      formatValue(row.before, row.unit),
      formatValue(row.after, row.unit),
      formatChange(row),
    ];
    return `| ${cells.map(escapeCell).join(" | ")} |`;
  });
  return ["| | before | after | change |", "| --- | ---: | ---: | ---: |", ...lines].join("\n");
}

/** @returns a command as a block of Markdown, folded: a long line of code pushes the rest of MLflow's page away. */
export function commandBlock(command: readonly string[]): string {
  const lines: string[] = [];
  for (const word of command.map(shellWord)) {
    const line = lines.at(-1);
    if (line === undefined) lines.push(word);
    else if (line.length + word.length < LONGEST_LINE) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return `\`\`\`sh\n${lines.join(" \\\n")}\n\`\`\``;
}

/** @returns text as a cell of a Markdown table. */
export function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|");
}

/** @returns a word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
