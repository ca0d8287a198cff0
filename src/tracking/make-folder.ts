import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isMissing } from "./is-missing.js";

/**
 * Makes a folder and those above it, as far as they are missing. Node's own `recursive` never ends where a file
 * system says that a folder's parent is missing although it is there, as below /proc.
 * @throws the file system's error
 */
export async function makeFolder(path: string): Promise<void> {
  const error = await tryToMake(path);
  if (error === undefined) return;
  const parent = dirname(path);
  if (!isMissing(error) || parent === path) throw error;
  await makeFolder(parent);
  const again = await tryToMake(path);
  if (again !== undefined) throw again;
}

/** @returns the error, undefined when the folder is there. */
async function tryToMake(path: string): Promise<unknown> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return error;
    const there = await stat(path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    return there ? undefined : error;
  }
}

/**
 * Does what writes into folders that are there nearly always: they are made when the first attempt misses something.
 * @throws the file system's error
 */
export async function withFolders(folders: readonly string[], attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!isMissing(error)) throw error;
    for (const folder of folders) await makeFolder(folder);
    await attempt();
  }
}
