import { rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isMissing } from "../../disk/is-missing.js";
import { makeFolder } from "../../disk/make-folder.js";
import { textOf } from "../text-of.js";
import type { Staging } from "./staging.js";

/** Of a disk that made the file and did not take its text. */
const NOT_TAKEN: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EIO"]);

/**
 * Writes a parameter's file. An empty one is as good as none: it may be what a kill left of a longer value.
 * @returns the other value that stands there, and stays
 */
export async function keepFirst(path: string, value: string, staging: Staging): Promise<string | undefined> {
  if (makeValue(path, value)) return undefined;
  const present = textOf(path);
  if (present === value) return undefined;
  if (present) return present;
  await staging.replaceValue(path, value);
  return undefined;
}

/** Writes a tag's file, in place of the one that is there. */
export async function keepLast(path: string, value: string, staging: Staging): Promise<void> {
  if (!makeValue(path, value)) await staging.replaceValue(path, value);
}

/** Where nothing is replaced, nothing is moved in: it would take half as much time again. @returns false for a name that is taken */
function makeValue(path: string, text: string): boolean {
  try {
    makeFile(path, text);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return false;
    if (NOT_TAKEN.has(code)) rmSync(path, { force: true });
    throw error;
  }
}

/** Writes a new file, and makes the folders that it lacks. @throws the file system's error, `EEXIST` for a name that is taken */
export function makeFile(path: string, text: string): void {
  const options = { flag: "wx" } as const;
  try {
    writeFileSync(path, text, options);
  } catch (error) {
    if (!isMissing(error)) throw error;
    makeFolder(dirname(path));
    writeFileSync(path, text, options);
  }
}
