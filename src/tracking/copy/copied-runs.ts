import { createHash, randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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
  static async load(root: string, location: string): Promise<CopiedRuns> {
    const name = createHash("sha256").update(location).digest("hex").slice(0, 16);
    const path = join(root, FOLDER, `${name}.json`);
    const runs = new Map<string, CopiedRun>();
    for (const [runId, run] of Object.entries(parseObject(textOf(path) ?? "") ?? {}))
      if (isCopied(run)) runs.set(runId, run);
    return new CopiedRuns(path, runs);
  }

  get(runId: string): CopiedRun | undefined {
    return this.#runs.get(runId);
  }

  /** Remembers a run that was copied whole. */
  async add(runId: string, run: CopiedRun): Promise<void> {
    this.#runs.set(runId, run);
    const aside = `${this.#path}.${randomUUID()}`;
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(aside, JSON.stringify(Object.fromEntries(this.#runs)));
    await rename(aside, this.#path);
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
function isCopied(value: unknown): value is CopiedRun {
  return typeof value === "object" && value !== null && "stamp" in value && "runId" in value;
}
