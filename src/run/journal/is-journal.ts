import { closeSync, existsSync, openSync } from "node:fs";
import { findEnd } from "./find-end.js";

/** @returns whether a file is there and is a run's journal, or the beginning of one. @throws a system error */
export function isJournal(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, "r");
  try {
    return findEnd(file) !== undefined;
  } finally {
    closeSync(file);
  }
}
