/** `cli.jsonl`: command lines of the golden app, run by its twin; the rules are those of the README. */
import { join } from "node:path";
import { relaxed } from "../relaxed-rules.js";
import type { HydraCase, HydraRunner } from "./case.js";
import { type CliOutcome, runCli } from "./cli-run.js";
import { stderrDifference } from "./cli-stderr.js";

/** Runs one case of `cli.jsonl`. */
export const cli: HydraRunner = async (testCase, folder) => {
  const outcome = await runCli(testCase, join(folder, "configs"));
  const { expected } = testCase;
  if (isCrash(expected) && outcome.exitCode === 0)
    return void relaxed("what makes Python stumble over None may work");
  if (outcome.exitCode !== expected.exit_code)
    return `exit code ${outcome.exitCode}, expected ${expected.exit_code}\n${outcome.stderr}`;
  return (
    stdoutDifference(testCase, outcome) ??
    stderrDifference(expected, outcome.stderr) ??
    filesDifference(expected.files, outcome)
  );
};

/** An AttributeError of Python's None: nobody's wish. */
function isCrash({ traceback, stderr_last_line }: HydraCase["expected"]): boolean {
  return traceback === true && String(stderr_last_line).trim() === "object_type=NoneType";
}

function stdoutDifference({ argv, expected }: HydraCase, outcome: CliOutcome): string | undefined {
  const got = outcome.stdout;
  const wanted = withoutTimes(String(expected.stdout));
  if (withoutTimes(got) === wanted) return undefined;
  const words = Array.isArray(argv) ? argv.map(String) : [];
  if (words.includes("--hydra-help") && got !== "") return void relaxed("the layout of --hydra-help is free");
  const isScript = words.some((word) => /^(?:un)?install=/.test(word));
  if (isScript && got !== "") return void relaxed("completion scripts are in the shell's words, not Hydra's");
  if (collapsed(withoutTimes(got)) !== collapsed(wanted)) return `stdout: got ${got}\nexpected ${wanted}`;
  if (expected.collapsed !== true) relaxed("padding depends on the length of paths");
  return undefined;
}

function filesDifference(expected: unknown, { files: got }: CliOutcome): string | undefined {
  const wanted = new Map(Object.entries(expected ?? {}).filter(([path]) => !path.endsWith(".pickle")));
  if (wanted.size < Object.keys(expected ?? {}).length) relaxed("pickles are not written, nor told of");
  const paths = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort().join("\n");
  if (paths(got) !== paths(wanted)) return `files: got ${paths(got)}\nexpected ${paths(wanted)}`;
  for (const [path, text] of wanted) {
    const plain = typeof text === "string" ? withoutPickles(text) : null;
    const own = got.get(path) ?? "";
    if (plain === null || own === plain) continue;
    if (!path.endsWith(".log") || collapsed(own) !== collapsed(plain))
      return `${path}: got ${own}\nexpected ${plain}`;
    relaxed("padding depends on the length of paths");
  }
  return undefined;
}

function withoutPickles(text: string): string {
  return text.replace(/^.*\[hydra\.experimental\.callbacks\.PickleJobInfoCallback\].*\n/gm, "");
}

/** Durations, and the report on Python's imports, differ from run to run. */
function withoutTimes(text: string): string {
  return text
    .replace(/ in [\d.]+ seconds, [\d.]+ \/ second/g, "")
    .replace(/\nProfiling information\n[\s\S]*/, "");
}

function collapsed(text: string): string {
  return text.replace(/ {2,}/g, " ").replace(/-{4,}/g, "----");
}
