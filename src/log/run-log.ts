import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import dayjs from "dayjs";
import { createLogger, format, transports } from "winston";
import type { JournalEvent } from "../run/journal/event.js";
import { describeEvent, type LogLine } from "./describe-event.js";

/** A reader of the journal that writes `stm32ai_main.log`, one line an event, in the format of Hydra's own log. */
export interface RunLog {
  read(event: JournalEvent): void;
  /** Waits until every line is in the file. One that a full disk does not take is let go: the journal has it all. */
  close(): Promise<void>;
}

export interface RunLogOptions {
  /** The log file, which is appended to. */
  readonly file: string;
  /** Where to show the lines as well, without times and details. */
  readonly screen?: { readonly stream: Writable; readonly style: (line: LogLine) => string };
}

/** @returns a log of one run. */
export function openRunLog({ file, screen }: RunLogOptions): RunLog {
  // Winston's own transport to a file does not tell that the file has failed, and never ends then.
  const stream = createWriteStream(file, { flags: "a" });
  const written = finished(stream).catch(() => {});
  const inFile = format.printf(({ line, time }) => fileText(line as LogLine, Number(time)));
  const toFile = new transports.Stream({ stream, level: "debug", format: inFile });
  const logger = createLogger({ level: "debug", transports: [toFile] });
  if (screen !== undefined) {
    const style = format.printf(({ line }) => screen.style(line as LogLine));
    logger.add(new transports.Stream({ stream: screen.stream, level: "info", format: style }));
  }
  return {
    read(event) {
      const line = describeEvent(event);
      if (line !== undefined) logger.log(line.level, line.text, { line, time: event.time });
    },
    async close() {
      const told = once(logger, "finish");
      logger.end();
      await told;
      stream.end();
      await written;
    },
  };
}

function fileText({ level, source, text }: LogLine, time: number): string {
  const start = `[${dayjs(time).format("YYYY-MM-DD HH:mm:ss,SSS")}][${source}][${level.toUpperCase()}] - `;
  return text
    .split("\n")
    .map((part) => start + part)
    .join("\n");
}
