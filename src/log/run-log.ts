import { once } from "node:events";
import type { Writable } from "node:stream";
import dayjs from "dayjs";
import { createLogger, format, transports } from "winston";
import type { JournalEvent } from "../run/journal/event.js";
import { describeEvent, type LogLine } from "./describe-event.js";

/** A reader of the journal that writes `stm32ai_main.log`, one line an event, in the format of Hydra's own log. */
export interface RunLog {
  read(event: JournalEvent): void;
  /** Waits until every line is in the file. */
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
  const toFile = new transports.File({
    filename: file,
    level: "debug",
    format: format.printf(({ line, time }) => fileText(line as LogLine, Number(time))),
  });
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
      const written = once(toFile, "finish");
      logger.end();
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
