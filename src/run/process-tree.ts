import { readdir, readFile } from "node:fs/promises";

/** What the living descendants of a process take. */
export interface TreeUsage {
  readonly processes: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** USER_HZ, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** @returns the usage of a process's descendants, itself left out; undefined where there is no /proc. */
export async function processTree(root: number): Promise<TreeUsage | undefined> {
  const names = await readdir("/proc").catch(() => undefined);
  if (names === undefined) return undefined;
  const pids = names.filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(pids.map((pid) => readProcess(Number(pid))));
  const children = new Map<number, Process[]>();
  for (const found of read) {
    if (found !== undefined) children.set(found.parent, [...(children.get(found.parent) ?? []), found]);
  }
  const below = descendants(root, children);
  const resident = await Promise.all(below.map(({ pid }) => residentBytes(pid)));
  return {
    processes: below.length,
    cpuSeconds: below.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
    residentBytes: resident.reduce((sum, bytes) => sum + bytes, 0),
  };
}

function descendants(root: number, children: ReadonlyMap<number, readonly Process[]>): Process[] {
  const own = children.get(root) ?? [];
  return own.flatMap((child) => [child, ...descendants(child.pid, children)]);
}

/** The name, in parentheses, may hold anything; behind it come state, parent, … and at 14 and 15 the times. */
async function readProcess(pid: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
  if (parent === undefined || user === undefined || system === undefined) return undefined;
  return Number.isFinite(parent + user + system) ? { pid, parent, ticks: user + system } : undefined;
}

async function residentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
}
