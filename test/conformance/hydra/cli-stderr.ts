/** The README's rules for what a program says on stderr. */
import { relaxed } from "../relaxed-rules.js";
import type { HydraCase } from "./case.js";

/** A warning of Python's: its place, and its line of code below. */
const WARNING = /^<SITE>\S+: (UserWarning: (?:.|\n)*?)\n {2}warnings\.warn\(.*(?:\n|$)/gm;
/** Texts of ANTLR, of Python's functions and of OmegaConf, which need not be matched. */
const WORDING =
  /LexerNoViable|no viable alternative|mismatched input|extraneous|^Error parsing override|^list index|token recognition|raised while composing config:|^Error locating target/;

/** @returns what differs: whether there is anything, the first line that matters, and the last one. */
export function stderrDifference(expected: HydraCase["expected"], stderr: string): string | undefined {
  const { traceback, stderr_last_line } = expected;
  const lines = Array.isArray(expected.stderr_first_lines) ? expected.stderr_first_lines.map(String) : [];
  const written = lines.join("\n");
  const all = written.replace(WARNING, "$1\n").trim();
  const mayMiss = expected.exit_code !== 0 && !stderr.includes("UserWarning: ");
  const wanted = !mayMiss ? all : all.replace(/^UserWarning: .*\n(?=.)/gm, "").trim();
  const own = stderr.trimEnd();
  const got = own.replace(/(provider=hydra\.searchpath .*path=)\w+:\/\//, "$1");
  if (got !== own) relaxed("a source that is not there is named with its scheme");
  if (got === wanted) {
    if (written.includes("<SITE>")) relaxed("a warning has no place in Python's code");
    return undefined;
  }
  if (wanted !== all) relaxed("warnings of what then fails may be missing");
  const report = `stderr: got ${got}\nexpected ${wanted} … ${stderr_last_line}`;
  if (got === "" || wanted === "") return report;
  const [ownFirst = "", ...ownRest] = got.split("\n");
  const [first = ""] = wanted.split("\n");
  if (traceback === true && !first.startsWith("Error executing"))
    return void relaxed("a traceback is Python's");
  if (first.startsWith("usage:")) {
    if (!ownRest.includes(String(stderr_last_line))) return report;
    return void relaxed("the usage text is argparse's");
  }
  if (ownFirst !== first && !WORDING.test(first)) return report;
  if (ownFirst !== first) relaxed("the wording of a rare error is free");
  if (traceback === true) return void relaxed("a traceback is Python's");
  if (ownRest.at(-1) !== stderr_last_line) return report;
  relaxed("what follows an error's first line is free");
  return undefined;
}
