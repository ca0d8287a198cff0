/** Who works in a run directory: a lock that its owner keeps fresh, and a file that names the owner. */
import { readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { check, lock } from "proper-lockfile";

export interface Owner {
  readonly pid: number;
  readonly host: string;
}

export interface Ownership {
  /** Aborted when somebody else has taken the directory, as after a long sleep of the machine. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Without a sign of life for so long, an owner on another machine counts as gone. */
const STALE_MS = 30_000;

/**
 * Takes a run directory. An owner of this machine whose process has ended is no owner.
 *
 * @returns the ownership, or who owns the directory (undefined when that is not known).
 * @throws a system error when the directory cannot be written.
 */
export async function own(directory: string): Promise<Ownership | { readonly owner: Owner | undefined }> {
  const taken = await tryLock(directory);
  if (taken !== undefined) return taken;
  const owner = readOwner(directory);
  if (owner === undefined || isAlive(owner) || !removeLock(directory)) return { owner };
  return (await tryLock(directory)) ?? { owner: readOwner(directory) };
}

/** @returns who works in a run directory now, or undefined when nobody does. */
export async function liveOwner(directory: string): Promise<Owner | undefined> {
  const isLocked = await check(directory, { lockfilePath: lockPath(directory), stale: STALE_MS });
  const owner = readOwner(directory);
  return isLocked && owner !== undefined && isAlive(owner) ? owner : undefined;
}

function lockPath(directory: string): string {
  return join(directory, ".lock");
}

function ownerPath(directory: string): string {
  return join(directory, ".owner.json");
}

async function tryLock(directory: string): Promise<Ownership | undefined> {
  const lost = new AbortController();
  try {
    const unlock = await lock(directory, {
      lockfilePath: lockPath(directory),
      stale: STALE_MS,
      onCompromised: (error) => lost.abort(error),
    });
    const owner: Owner = { pid: process.pid, host: hostname() };
    writeFileSync(ownerPath(directory), `${JSON.stringify(owner)}\n`);
    return {
      lost: lost.signal,
      async release() {
        if (lost.signal.aborted) return;
        rmSync(ownerPath(directory), { force: true });
        await unlock();
      },
    };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") return undefined;
    throw error;
  }
}

function readOwner(directory: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(ownerPath(directory), "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value && "host" in value)) return undefined;
    const { pid, host } = value;
    return typeof pid === "number" && typeof host === "string" ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Of another machine nothing is known but its lock, which it keeps fresh. */
function isAlive({ pid, host }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Removes a dead owner's lock, unless another process has done so and has locked again in the meantime. */
function removeLock(directory: string): boolean {
  const path = lockPath(directory);
  const aside = `${path}.${process.pid}`;
  try {
    const judged = statSync(path).ino;
    renameSync(path, aside);
    if (statSync(aside).ino !== judged) {
      renameSync(aside, path);
      return false;
    }
    rmdirSync(aside);
    return true;
  } catch {
    return false;
  }
}
