import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Origin } from "../config/nodes/node.js";
import type { Problem } from "./problem.js";

type FilePlace = Extract<Origin, { readonly type: "file" }>;

/**
 * @param title the block's first line, without the number of problems
 * @returns one block of text: each problem with its place (`file:line:column`, or the override) and the offending
 *   text with a caret under it, what was allowed, and the nearest valid name.
 */
export function formatProblems(
  problems: readonly Problem[],
  cwd: string,
  title = "Configuration error",
): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${title} (${count})`, ...problems.map((problem) => formatProblem(problem, cwd))].join("\n\n");
}

function formatProblem({ key, message, origin, lacking, hint }: Problem, cwd: string): string {
  const lines = [message.startsWith(key) ? `  ${message}` : `  ${key}: ${message}`];
  if (origin !== undefined) {
    const where = lacking && origin.type === "file" ? [`in ${position(origin, cwd)}`] : place(origin, cwd);
    lines.push(...where.map((line) => `    ${line}`));
  }
  if (hint !== undefined) lines.push(...hint.split("\n").map((line) => `    ${line}`));
  return lines.join("\n");
}

/** @returns lines that show where something was written. */
export function place(origin: Origin, cwd: string): string[] {
  switch (origin.type) {
    case "file":
      return [`at ${position(origin, cwd)}`, ...quoted(origin)];
    case "override":
      return ["in the override", `  ${origin.text}`, `  ${" ".repeat(origin.column - 1)}^`];
    case "code":
      return [`from ${origin.name}`];
  }
}

function position({ path, line, column }: FilePlace, cwd: string): string {
  return `${shortPath(path, cwd)}:${line}:${column}`;
}

function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}

/** The line of the file with a caret; nothing when the file cannot be read any more. */
function quoted({ path, line, column }: FilePlace): string[] {
  const text = lineOf(path, line);
  if (text === undefined || text.length > 200) return [];
  return [`  ${text}`, `  ${" ".repeat(column - 1)}^`];
}

function lineOf(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, "utf8").split("\n")[line - 1]?.trimEnd();
  } catch {
    return undefined;
  }
}
