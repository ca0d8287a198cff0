import { fstatSync, ftruncateSync, readSync, writeSync } from "node:fs";
import { parseJournalLine } from "./event.js";

const FIRST_TAIL_BYTES = 64 * 1024;
const NEWLINE = 10;

/**
 * Cuts off what a kill or a power cut left behind the last whole event.
 *
 * @param file a descriptor open for reading and appending
 * @returns the `seq` of the last event, 0 for an empty journal.
 */
export function repairJournal(file: number): number {
  const { size } = fstatSync(file);
  for (let length = FIRST_TAIL_BYTES; ; length *= 2) {
    const start = Math.max(0, size - length);
    const tail = Buffer.alloc(size - start);
    readSync(file, tail, 0, tail.length, start);
    const last = lastEvent(tail, start === 0);
    if (last === undefined && start > 0) continue;
    const end = start + (last?.end ?? 0);
    if (end < size) ftruncateSync(file, end);
    if (last?.isUnended) writeSync(file, "\n");
    return last?.seq ?? 0;
  }
}

interface Last {
  readonly seq: number;
  /** Offset behind the event in the tail. */
  readonly end: number;
  /** Whole but for its newline. */
  readonly isUnended: boolean;
}

function lastEvent(tail: Buffer, isWhole: boolean): Last | undefined {
  let end = tail.length;
  while (end > 0) {
    const isUnended = tail[end - 1] !== NEWLINE;
    const textEnd = isUnended ? end : end - 1;
    const newline = textEnd === 0 ? -1 : tail.lastIndexOf(NEWLINE, textEnd - 1);
    if (newline < 0 && !isWhole) return undefined;
    const event = parseJournalLine(tail.toString("utf8", newline + 1, textEnd));
    if (event !== undefined) return { seq: event.seq, end, isUnended };
    end = newline + 1;
  }
  return undefined;
}
