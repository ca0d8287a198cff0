import { closeSync, openSync, readSync } from "node:fs";
import { isMissing } from "../../disk/is-missing.js";
import { type JournalEvent, parseJournalLine } from "../../run/journal/event.js";

export interface JournalChunk {
  readonly events: readonly JournalEvent[];
  /** Bytes of the journal up to the end of the last whole line of this chunk. */
  readonly end: number;
  /** Lines that are no event. */
  readonly unreadable: number;
}

const CHUNK_BYTES = 256 * 1024;
/** The first event and little more. */
const FIRST_BYTES = 4096;
const NEWLINE = 0x0a;

/**
 * Reads a journal's whole lines from a byte offset on; a line that is still being written is left for the next time.
 * An absent journal has no lines.
 */
export async function* readJournal(
  path: string,
  start: number,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<JournalChunk> {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    let at = start;
    let size = chunkBytes;
    for (;;) {
      const buffer = Buffer.allocUnsafe(size);
      const bytesRead = readSync(file, buffer, 0, size, at);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        at += end;
        yield { ...parseLines(buffer.toString("utf8", 0, end)), end: at };
      } else if (bytesRead < size) {
        return;
      } else {
        size *= 2;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** @returns what tells this journal from another one at the same path: who began it, and when. */
export async function journalIdentity(path: string): Promise<string> {
  for await (const { events } of readJournal(path, 0, FIRST_BYTES)) {
    const [first] = events;
    if (first) return first.type === "run_started" ? `${first.run_id} ${first.time}` : String(first.time);
  }
  return "";
}

function parseLines(text: string): Pick<JournalChunk, "events" | "unreadable"> {
  const events: JournalEvent[] = [];
  let unreadable = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const event = parseJournalLine(line);
    if (event) events.push(event);
    else unreadable += 1;
  }
  return { events, unreadable };
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
