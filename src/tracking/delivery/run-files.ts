import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { JOURNAL_FILE } from "../../run/journal/event.js";

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
export function* runFiles(runDirectory: string, except: string): Generator<RunFile> {
  const root = realpathSync(runDirectory);
  yield* filesBelow({ root, left: realPathOf(except) ?? except }, "");
}

interface Scope {
  readonly root: string;
  readonly left: string;
}

function* filesBelow(scope: Scope, below: string): Generator<RunFile> {
  if (below !== "" && statusOf(join(scope.root, below, JOURNAL_FILE))?.isFile()) return;
  for (const entry of readdirSync(join(scope.root, below), { withFileTypes: true })) {
    if (below === "" && PRIVATE.test(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    const file = join(scope.root, path);
    if (entry.isDirectory() && file !== scope.left) yield* filesBelow(scope, path);
    if (entry.isFile() || (entry.isSymbolicLink() && leadsInside(file, scope.root))) {
      yield* regularFile(path, file);
    }
  }
}

function leadsInside(link: string, root: string): boolean {
  return realPathOf(link)?.startsWith(root + sep) === true;
}

/** A file may vanish between being listed and being looked at; a link to a folder is listed where that folder is. */
function* regularFile(path: string, file: string): Generator<RunFile> {
  const status = statusOf(file);
  if (status?.isFile()) yield { path, file, stamp: `${status.size}:${status.mtimeMs}` };
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
