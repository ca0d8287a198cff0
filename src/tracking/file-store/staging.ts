import { randomUUID } from "node:crypto";
import { closeSync, fsync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { makeFolder, withFolders } from "../../disk/make-folder.js";
import { replaceWhole } from "../replace-whole.js";

/** MLflow passes over folders of the store whose name ends in `.trash`: nothing half-made is ever listed. */
const STAGING_FOLDER = ".stm32ai.trash";
/** What rename answers when the name is taken, by platform. */
const TAKEN = new Set(["ENOTEMPTY", "EEXIST", "EPERM"]);

const reachDisk = promisify(fsync);

/**
 * Makes files and folders out of sight and moves them in whole, so that a reader never sees a half of one. Calls that
 * do not wait for the disk are synchronous: for the hundred small files of a run, promises cost more than the calls.
 */
export class Staging {
  readonly #folder: string;
  /** What no other process takes for its names. */
  readonly #prefix = randomUUID();
  #names = 0;

  constructor(storeRoot: string) {
    this.#folder = join(storeRoot, STAGING_FOLDER);
  }

  /** Makes or replaces a file, on disk before it is seen: for files whose emptiness would hide every run. */
  async replaceFile(path: string, text: string): Promise<void> {
    await this.#moveIn(path, (staged) => writeDurably(staged, text));
  }

  /** Makes or replaces a small file without waiting for the disk: an empty one after a power cut does no harm. */
  async replaceValue(path: string, text: string): Promise<void> {
    await this.#moveIn(path, (staged) => writeFileSync(staged, text));
  }

  /** @returns whether the folder that `build` filled took the name; false when the name was taken. */
  async createFolder(path: string, build: (folder: string) => Promise<void>): Promise<boolean> {
    const staged = this.#newPath();
    let isMovedIn = false;
    try {
      makeFolder(staged);
      await build(staged);
      isMovedIn = renameToFree(staged, path);
      return isMovedIn;
    } finally {
      if (!isMovedIn) rmSync(staged, { recursive: true, force: true });
    }
  }

  #newPath(): string {
    this.#names += 1;
    return join(this.#folder, `${this.#prefix}-${this.#names}`);
  }

  async #moveIn(path: string, write: (staged: string) => void | Promise<void>): Promise<void> {
    await withFolders([dirname(path), this.#folder], () => replaceWhole(path, this.#newPath(), write));
  }
}

function renameToFree(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && TAKEN.has(String(error.code))) return false;
    throw error;
  }
}

/** Writes a new file and waits until it is on disk. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = openSync(path, "wx");
  try {
    writeFileSync(file, text);
    await reachDisk(file);
  } finally {
    closeSync(file);
  }
}
