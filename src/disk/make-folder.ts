import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isMissing } from "./is-missing.js";

/**
 * Makes a folder and those above it, as far as they are missing. Node's own `recursive` never ends where a file
 * system says that a folder's parent is missing although it is there, as below /proc.
 * @throws the file system's error
 */
export function makeFolder(path: string): void {
  const error = tryToMake(path);
  if (error === undefined) return;
  const parent = dirname(path);
  if (!isMissing(error) || parent === path) throw error;
  makeFolder(parent);
  const again = tryToMake(path);
  if (again !== undefined) throw again;
}

/** @returns the error, undefined when the folder is there. */
function tryToMake(path: string): unknown {
  try {
    mkdirSync(path);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return error;
    return isFolder(path) ? undefined : error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Does what writes into folders that are there nearly always: they are made when the first attempt misses something.
 * @throws the file system's error
 */
export async function withFolders(
  folders: readonly string[],
  attempt: () => void | Promise<void>,
): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!isMissing(error)) throw error;
    for (const folder of folders) makeFolder(folder);
    await attempt();
  }
}
