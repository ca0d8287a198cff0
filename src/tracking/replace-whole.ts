import { renameSync, rmSync } from "node:fs";

/**
 * Makes or replaces a file so that no reader sees a half of it. Where that fails nothing is left of the attempt.
 * @param aside where `write` makes the file, on the same file system
 * @throws what `write` throws, and the file system's error
 */
export async function replaceWhole(
  path: string,
  aside: string,
  write: (aside: string) => void | Promise<void>,
): Promise<void> {
  try {
    await write(aside);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
