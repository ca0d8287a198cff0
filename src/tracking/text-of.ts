import { existsSync, readFileSync } from "node:fs";

/** @returns a small file's text; undefined where there is none that can be read. */
export function textOf(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
