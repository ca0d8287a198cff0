import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { type Command, environmentOf } from "./measure.js";

const EVERY_MS = 10;

/**
 * Runs a command and looks at its processes every few milliseconds (Linux).
 * @returns the largest sum that their proportional set sizes reached, in MiB: shared pages count once.
 * @throws Error when the command fails.
 */
export async function peakMemory(command: Command): Promise<number> {
  const { name, argv, cwd } = command;
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { cwd, env: environmentOf(command), stdio: "ignore" });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid ?? -1));
  }, EVERY_MS);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${name} ended with exit code ${code}`);
  return peak / 1024;
}

/** KiB of a process and its descendants. */
function treeMemory(root: number): number {
  const tree = new Set([root]);
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return [...tree].reduce((sum, pid) => sum + memoryOf(pid), 0);
}

function processes(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** What is behind the name in brackets, which may hold anything: the state and the parent. */
function parentOf(pid: number): number {
  const stat = contentOf(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? -1);
}

function memoryOf(pid: number): number {
  return Number(/^Pss: *(\d+)/m.exec(contentOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** A process that has ended has no files. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
