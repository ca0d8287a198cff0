import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { TextSink } from "../world.js";
import { formatRecord, type LogRecord } from "./format-record.js";

/** Writes records of a level and above. */
export interface Handler {
  readonly level: number;
  write(record: LogRecord): void;
  close(): void;
}

export interface HandlerOptions {
  readonly level: number;
  readonly format: string;
  readonly dateFormat?: string;
}

/** @returns a handler that writes to a stream. */
export function streamHandler(sink: TextSink, { level, format, dateFormat }: HandlerOptions): Handler {
  return {
    level,
    write: (record) => void sink.write(`${formatRecord(record, format, dateFormat)}\n`),
    close: () => {},
  };
}

export interface FileOptions extends HandlerOptions {
  /** Whether what the file holds is kept (`a`, the default) or not (`w`). */
  readonly mode: "a" | "w";
  /** Open the file with the first record. */
  readonly delay: boolean;
}

/** @returns a handler that writes to a file, each record at once, so that a crash loses nothing. */
export function fileHandler(path: string, cwd: string, options: FileOptions): Handler {
  let file: number | undefined;
  const open = () => {
    file ??= openSync(resolve(cwd, path), options.mode);
    return file;
  };
  if (!options.delay) open();
  return {
    level: options.level,
    write: (record) =>
      void writeSync(open(), `${formatRecord(record, options.format, options.dateFormat)}\n`),
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
