import { opendir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { JOURNAL_FILE } from "./journal-reader.js";

export interface RunFile {
  /** Relative to the run directory, with forward slashes. */
  readonly path: string;
  readonly file: string;
  /** Changes when the file does: what was sent with the same stamp need not be sent again. */
  readonly stamp: string;
}

/** The delivery's own state, and locks of a live owner. */
const PRIVATE = /^\.(tracking\b.*|.*lock|owner\.json)$/;

/**
 * Lists what a run left: every file below its directory, but for cursors and locks, what is no regular file, links
 * that lead out of it, other runs (the jobs of a sweep, with a journal of their own), and `except`, a store that was
 * put inside it.
 */
export async function* runFiles(runDirectory: string, except: string): AsyncGenerator<RunFile> {
  const root = await realpath(runDirectory);
  const left = await realpath(except).catch(() => except);
  yield* filesBelow({ root, left }, "");
}

interface Scope {
  readonly root: string;
  readonly left: string;
}

async function* filesBelow(scope: Scope, below: string): AsyncGenerator<RunFile> {
  if (below !== "" && (await isFile(join(scope.root, below, JOURNAL_FILE)))) return;
  for await (const entry of await opendir(join(scope.root, below))) {
    if (below === "" && PRIVATE.test(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const file = join(scope.root, path);
    if (entry.isDirectory() && file !== scope.left) yield* filesBelow(scope, path);
    if (entry.isFile() || (entry.isSymbolicLink() && (await leadsInside(file, scope.root)))) {
      yield* regularFile(path, file);
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

async function leadsInside(link: string, root: string): Promise<boolean> {
  const target = await realpath(link).catch(() => "");
  return target.startsWith(root + sep);
}

/** A file may vanish between being listed and being looked at; a link to a folder is listed where that folder is. */
async function* regularFile(path: string, file: string): AsyncGenerator<RunFile> {
  const status = await stat(file).catch(() => undefined);
  if (status?.isFile()) yield { path, file, stamp: `${status.size}:${status.mtimeMs}` };
}
