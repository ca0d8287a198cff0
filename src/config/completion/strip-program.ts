import { ConfigError } from "../error.js";

/** Python's `\w` and `.`: letters of all scripts, and everything up to the end of the line. */
const WITH_PYTHON = /^\s*[\p{L}\p{N}_/]*python3?\s*[\p{L}\p{N}_/.]*\s*([^\n]*)/u;
const PROGRAM_ALONE = /^\s*[\p{L}\p{N}_\-=./]+\s*([^\n]*)/u;

/**
 * @returns a typed command line without its program: `app a=1` → `a=1`, `python3 dir/app.py a=1` → `a=1`.
 * @throws ConfigError (parse) when the line does not begin with the name of a program.
 */
export function stripProgram(line: string): string {
  const rest = (WITH_PYTHON.exec(line) ?? PROGRAM_ALONE.exec(line))?.[1];
  if (rest === undefined) throw new ConfigError("parse", `No program at the beginning of '${line}'`);
  return rest;
}
