import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Origin } from "../config/nodes/node.js";
import type { Problem } from "./problem.js";

/**
 * @returns one block of text: each problem with its place (`file:line:column`, or the override) and the offending
 *   text with a caret under it, what was allowed, and the nearest valid name.
 */
export function formatProblems(problems: readonly Problem[], cwd: string): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`Configuration error (${count})`, ...problems.map((problem) => formatProblem(problem, cwd))].join(
    "\n\n",
  );
}

function formatProblem({ key, message, origin, hint }: Problem, cwd: string): string {
  const lines = [`  ${key}: ${message}`];
  if (origin !== undefined) lines.push(...place(origin, cwd).map((line) => `    ${line}`));
  if (hint !== undefined) lines.push(`    ${hint}`);
  return lines.join("\n");
}

/** @returns lines that show where something was written. */
export function place(origin: Origin, cwd: string): string[] {
  switch (origin.type) {
    case "file":
      return [`at ${shortPath(origin.path, cwd)}:${origin.line}:${origin.column}`, ...quoted(origin)];
    case "override":
      return ["in the override", `  ${origin.text}`, `  ${" ".repeat(origin.column - 1)}^`];
    case "code":
      return [`from ${origin.name}`];
  }
}

function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}

/** The line of the file with a caret; nothing when the file cannot be read any more. */
function quoted({ path, line, column }: { path: string; line: number; column: number }): string[] {
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
