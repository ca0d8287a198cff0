import { createHash } from "node:crypto";
import { appendFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolders } from "../../disk/make-folder.js";
import { filesBelow } from "../files-below.js";
import { parseObject } from "../parse-object.js";
import { textOf } from "../text-of.js";
import type { RunHandle } from "../tracking-store.js";

interface CopiedRun extends RunHandle {
  /** Of the source at the time of the copy: a run that was changed since is copied again. */
  readonly stamp: string;
}

/** MLflow passes over folders of a store whose name ends in `.trash`. */
const FOLDER = ".stm32ai_sync.trash";

/** Which runs of a file store are in another store already, remembered in the source. */
export class CopiedRuns {
  readonly #path: string;
  readonly #runs: Map<string, CopiedRun>;

  private constructor(path: string, runs: Map<string, CopiedRun>) {
    this.#path = path;
    this.#runs = runs;
  }

  /** @param location of the store that is copied to */
  static load(root: string, location: string): CopiedRuns {
    const name = createHash("sha256").update(location).digest("hex").slice(0, 16);
    const path = join(root, FOLDER, `${name}.jsonl`);
    const lines = (textOf(path) ?? "").split("\n");
    return new CopiedRuns(path, new Map(lines.flatMap(entryOf)));
  }

  get(runId: string): CopiedRun | undefined {
    return this.#runs.get(runId);
  }

  /**
   * Remembers a run that was copied whole. Its line begins with the line break: it stands apart from one before it
   * that a full disk cut short.
   * @throws the file system's error
   */
  async add(runId: string, run: CopiedRun): Promise<void> {
    this.#runs.set(runId, run);
    const line = `\n${JSON.stringify({ ...run, source: runId })}`;
    await withFolders([dirname(this.#path)], () => appendFileSync(this.#path, line));
  }
}

/** @returns what changes when anything in one of the folders does. */
export async function stampOf(folders: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const folder of folders) {
    for await (const path of filesBelow(folder)) {
      const status = statSync(join(folder, path), { throwIfNoEntry: false });
      if (status !== undefined) lines.push(`${path}\0${status.size}\0${status.mtimeMs}`);
    }
  }
  return createHash("sha256").update(lines.toSorted().join("\n")).digest("hex");
}

/** The file is this module's own: its outline is all that is looked at. */
function entryOf(line: string): [string, CopiedRun][] {
  const entry = parseObject(line);
  return typeof entry?.source === "string" && isCopied(entry) ? [[entry.source, entry]] : [];
}

function isCopied(value: object): value is CopiedRun {
  return "stamp" in value && "runId" in value;
}
