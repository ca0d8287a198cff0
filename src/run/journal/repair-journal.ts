import { fstatSync, ftruncateSync, writeSync } from "node:fs";
import { findEnd } from "./find-end.js";

/**
 * Cuts off what a kill or a power cut left behind the last whole event.
 *
 * @param file a descriptor open for reading and appending
 * @param path what an error calls it by
 * @returns the `seq` of the last event, 0 for an empty journal.
 * @throws Error when the file is no journal; it is left as it is.
 */
export function repairJournal(file: number, path: string): number {
  const end = findEnd(file);
  if (end === undefined) throw new Error(`${path} is no journal of a run: there is no event in it.`);
  if (end.offset < fstatSync(file).size) ftruncateSync(file, end.offset);
  if (end.isUnended) writeSync(file, "\n");
  return end.seq;
}
