import { strftime } from "../../nodes/resolvers/strftime.js";
import { LEVELS, type LevelName } from "./level.js";

/** One line for the log. */
export interface LogRecord {
  readonly name: string;
  readonly level: LevelName;
  readonly message: string;
  readonly time: Date;
}

const DATE_FORMAT = "%Y-%m-%d %H:%M:%S";
const FIELD = /%(?:\((\w+)\)([-0]*)(\d*)(?:\.\d+)?[sdf]|%)/g;

/**
 * @param format Python's `%(name)s` style; a field that is not known here stays as it is written.
 * @returns the text of a record; without `dateFormat`, `asctime` is the local time with milliseconds.
 */
export function formatRecord(record: LogRecord, format: string, dateFormat?: string): string {
  const milliseconds = String(record.time.getMilliseconds()).padStart(3, "0");
  const asctime =
    dateFormat === undefined
      ? `${strftime(record.time, DATE_FORMAT)},${milliseconds}`
      : strftime(record.time, dateFormat);
  const fields = new Map([
    ["asctime", asctime],
    ["name", record.name],
    ["levelname", record.level],
    ["levelno", String(LEVELS.get(record.level))],
    ["message", record.message],
    ["msecs", milliseconds],
    ["created", String(record.time.getTime() / 1000)],
    ["process", String(process.pid)],
  ]);
  return format.replace(FIELD, (whole: string, field: string | undefined, flags = "", width = "") => {
    if (field === undefined) return "%";
    const text = fields.get(field);
    if (text === undefined) return whole;
    return String(flags).includes("-") ? text.padEnd(Number(width)) : text.padStart(Number(width));
  });
}
