import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { isMissing } from "../disk/is-missing.js";
import { diskError } from "./disk-error.js";

/**
 * @returns what a folder holds; nothing where there is no folder
 * @throws TrackingError `disk` for a folder that cannot be read: to take it for an empty one would lose what it holds
 */
export async function folderEntries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw diskError(`${folder} cannot be read`, error);
  }
}
