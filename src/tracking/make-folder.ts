import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, as far as they are missing. Node's own `recursive` never ends where a file
 * system says that a folder's parent is missing although it is there, as below /proc.
 * @throws the file system's error
 */
export async function makeFolder(path: string): Promise<void> {
  const error = await tryToMake(path);
  if (error === undefined) return;
  const parent = dirname(path);
  if (codeOf(error) !== "ENOENT" || parent === path) throw error;
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
    if (codeOf(error) === "ENOENT") return error;
    const there = await stat(path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    return there ? undefined : error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
