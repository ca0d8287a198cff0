import { fstatSync, readSync } from "node:fs";
import { parseJournalLine } from "./event.js";

/** Where a journal ends, and a next event can begin. */
export interface JournalEnd {
  /** Of the last event, 0 where there is none. */
  readonly seq: number;
  /** In bytes. What lies behind it is what a kill or a power cut left. */
  readonly offset: number;
  /** The last event is whole but for its newline. */
  readonly isUnended: boolean;
}

const FIRST_TAIL_BYTES = 64 * 1024;
const NEWLINE = 10;
const BEGINNING = '{"seq":1,';

/**
 * Finds where a journal ends, without reading more than its tail.
 *
 * @param file a descriptor open for reading
 * @returns undefined for a file that is no journal: there is something in it, but no event, and not the beginning of
 *   a first one either.
 */
export function findEnd(file: number): JournalEnd | undefined {
  const { size } = fstatSync(file);
  for (let length = FIRST_TAIL_BYTES; ; length *= 2) {
    const start = Math.max(0, size - length);
    const tail = Buffer.alloc(size - start);
    readSync(file, tail, 0, tail.length, start);
    const last = lastEvent(tail, start === 0);
    if (last !== undefined) return { ...last, offset: start + last.offset };
    if (start === 0) return isTornFirst(tail) ? { seq: 0, offset: 0, isUnended: false } : undefined;
  }
}

/** @returns the end of the last event of a tail. */
function lastEvent(tail: Buffer, isWhole: boolean): JournalEnd | undefined {
  let end = tail.length;
  while (end > 0) {
    const isUnended = tail[end - 1] !== NEWLINE;
    const textEnd = isUnended ? end : end - 1;
    const newline = textEnd === 0 ? -1 : tail.lastIndexOf(NEWLINE, textEnd - 1);
    if (newline < 0 && !isWhole) return undefined;
    const event = parseJournalLine(tail.toString("utf8", newline + 1, textEnd));
    if (event !== undefined) return { seq: event.seq, offset: end, isUnended };
    end = newline + 1;
  }
  return undefined;
}

function isTornFirst(bytes: Buffer): boolean {
  const beginning = bytes.toString("latin1", 0, BEGINNING.length);
  return BEGINNING.startsWith(beginning) && !bytes.includes(NEWLINE);
}
