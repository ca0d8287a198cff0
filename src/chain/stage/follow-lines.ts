/** Follows a file that another process appends to, line by line. */
import { closeSync, openSync, readSync } from "node:fs";
import { watch } from "chokidar";

/** A longer line is dropped: it is reported as too long, and never held in memory. */
export const MAX_LINE_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** The notices of the file system come at once; where there are none, this is how late a line is seen. */
const SAFETY_INTERVAL_MS = 250;
const NEWLINE = 10;

export interface LineReader {
  onLine(line: string): void;
  onTooLong(): void;
}

export interface Following {
  /** Reads to the end, a last line without its newline included, and lets go of the file. */
  finish(): void;
}

/** Follows an existing file from its beginning; a line is told as soon as its newline is there. */
export function followLines(path: string, reader: LineReader): Following {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let isOpen = true;

  const keep = (bytes: Buffer) => {
    pendingBytes += bytes.length;
    if (pendingBytes <= MAX_LINE_BYTES) pending.push(Buffer.from(bytes));
    else pending = [];
  };
  const endLine = () => {
    const line = Buffer.concat(pending).toString("utf8").trim();
    const isTooLong = pendingBytes > MAX_LINE_BYTES;
    pending = [];
    pendingBytes = 0;
    if (isTooLong) reader.onTooLong();
    else if (line !== "") reader.onLine(line);
  };
  const poll = () => {
    while (isOpen) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (length === 0) return;
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < length; end = chunk.indexOf(NEWLINE, start)) {
        keep(chunk.subarray(start, end));
        endLine();
        start = end + 1;
      }
      keep(chunk.subarray(start, length));
    }
  };

  const watcher = watch(path, { persistent: false, ignoreInitial: true });
  watcher.on("change", poll);
  // A system that has no watchers left is polled.
  watcher.on("error", () => {});
  const timer = setInterval(poll, SAFETY_INTERVAL_MS);
  return {
    finish() {
      clearInterval(timer);
      void watcher.close();
      poll();
      if (pendingBytes > 0) endLine();
      isOpen = false;
      closeSync(file);
    },
  };
}
