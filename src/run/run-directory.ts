import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Problem, Result } from "../chain/problem.js";
import { makeFolder } from "../disk/make-folder.js";
import { JOURNAL_FILE } from "./journal/event.js";
import { isJournal } from "./journal/is-journal.js";
import { type Ownership, own } from "./owner.js";

export interface RunDirectory extends Ownership {
  /** Absolute. */
  readonly path: string;
  /** Its last part: the run's name. */
  readonly name: string;
}

export interface RunDirectoryRequest {
  /** Absolute. */
  readonly path: string;
  /** The name is made from the time: one that exists gets `_1`, `_2`, …; a fixed one is used again, as in Hydra. */
  readonly isTimed: boolean;
}

/** So many runs in one second mean that something else is wrong. */
const MAX_SUFFIX = 10_000;

/** @returns the run directory, made and owned by this process until it is released; or why it cannot be had. */
export async function claimRunDirectory({
  path,
  isTimed,
}: RunDirectoryRequest): Promise<Result<RunDirectory>> {
  try {
    const made = isTimed ? makeNew(path) : makeOrReuse(path);
    const journal = join(made, JOURNAL_FILE);
    if (existsSync(journal) && !isJournal(journal))
      return fail({
        code: "run_directory_foreign",
        path: journal,
        message: `${journal} is no journal of a run: a run would write its own there.`,
        hint: "Move that file to another place, or choose another directory.",
      });
    const ownership = await own(made);
    if ("release" in ownership)
      return { ok: true, value: { ...ownership, path: made, name: basename(made) } };
    const { owner } = ownership;
    const who = owner === undefined ? "another run" : `process ${owner.pid} on ${owner.host}`;
    return fail({
      code: "run_directory_in_use",
      path: made,
      message: `The run directory ${made} is in use by ${who}.`,
      hint: "Wait for that run to end, or choose another directory.",
    });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    return fail({
      code: "run_directory_unwritable",
      path,
      message: `The run directory ${path} cannot be made: ${error.message}`,
      hint: "Make its folder writable, or choose another directory.",
    });
  }
}

function makeNew(path: string): string {
  makeFolder(dirname(path));
  for (let suffix = 0; suffix < MAX_SUFFIX; suffix++) {
    const name = suffix === 0 ? basename(path) : `${basename(path)}_${suffix}`;
    const candidate = join(dirname(path), name);
    try {
      mkdirSync(candidate);
      return candidate;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  throw new Error(`There are ${MAX_SUFFIX} run directories named ${path} already.`);
}

function makeOrReuse(path: string): string {
  makeFolder(path);
  return path;
}

function fail(problem: Omit<Problem, "key">): Result<never> {
  return { ok: false, problems: [{ ...problem, key: "hydra.run.dir" }] };
}
