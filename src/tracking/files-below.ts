import { join } from "node:path";
import { folderEntries } from "./folder-entries.js";

/**
 * Gives the paths of all files below a folder, relative, with forward slashes; none where there is no folder. Links
 * are left out.
 * @throws TrackingError `disk` for a folder that cannot be read
 */
export async function* filesBelow(folder: string, below = ""): AsyncGenerator<string> {
  for (const entry of await folderEntries(join(folder, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile()) yield path;
  }
}
