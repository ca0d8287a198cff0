import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAside } from "../write-aside.js";

/** Files that no start has made anew for so long are of versions that are gone. */
const OLD_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Keeps bytes for another start, whole or not at all, and removes old files beside them. What does not succeed is
 * done by the next start.
 */
export function keepAside(file: string, bytes: Uint8Array): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeAside(bytes, file, 0o600);
    for (const name of readdirSync(folder)) removeOld(join(folder, name));
  } catch {
    // A folder that cannot be written to, a full disk: a start without is only slower.
  }
}

function removeOld(file: string): void {
  if (isOlder(file, OLD_MS)) rmSync(file, { force: true });
}

/** @returns whether a file was last written so long ago, or is gone. */
export function isOlder(file: string, milliseconds: number): boolean {
  const { mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > milliseconds;
}
