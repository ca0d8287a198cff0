/** The built command line as its users start it: a real process in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JournalEvent } from "../../src/run/journal/event.js";
import { projectRoot } from "../shared.js";

export const program = join(projectRoot, "dist/bin/stm32ai_main.cjs");
export const examples = join(projectRoot, "config_file_examples");
export const sample = join(examples, "sample");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @returns a new empty folder. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "stm32ai-"));
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts the program. @returns the process, and its end. */
export function start(
  args: readonly string[],
  { cwd, env = {} }: Surroundings,
): [ChildProcess, Promise<Ended>] {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code) => resolve({ code, stdout, stderr })),
  );
  return [child, ended];
}

/** Runs the program to its end. */
export function run(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return start(args, surroundings)[1];
}

/** @returns the run directories below a folder, oldest first, absolute. */
export function runDirectories(cwd: string): string[] {
  const outputs = join(cwd, "experiments_outputs");
  if (!existsSync(outputs)) return [];
  return readdirSync(outputs)
    .filter((name) => /^\d{4}_/.test(name))
    .sort()
    .map((name) => join(outputs, name));
}

/** @returns the only run directory below a folder. */
export function onlyRun(cwd: string): string {
  const [directory, other] = runDirectories(cwd);
  if (directory === undefined || other !== undefined) throw new Error(`one run was expected in ${cwd}`);
  return directory;
}

/** @returns a run's journal so far. */
export function journalOf(directory: string): JournalEvent[] {
  const path = join(directory, "run.jsonl");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** @returns what `read` gives once it gives something, looking every few milliseconds. */
export async function eventually<T>(what: string, read: () => T | undefined, withinMs = 30_000): Promise<T> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    const value = read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}
