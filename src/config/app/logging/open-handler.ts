import type { Plain } from "../../nodes/to-plain.js";
import type { World } from "../world.js";
import { fileHandler, type Handler, streamHandler } from "./handler.js";
import { type Fields, fieldsOf, invalid, levelOf } from "./settings.js";

const FILES = [
  "logging.FileHandler",
  "logging.handlers.RotatingFileHandler",
  "logging.handlers.TimedRotatingFileHandler",
];
const CLASSES = ["logging.StreamHandler", "logging.NullHandler", ...FILES];

/**
 * @param cwd what a relative file name counts from.
 * @returns the handler that an entry of `handlers` describes. Files do not rotate.
 * @throws ConfigError (validation) for a class, stream or formatter that is not known here; Error from the file system.
 */
export function openHandler(entry: Plain, formatters: Fields, world: World, cwd: string): Handler {
  const fields = fieldsOf(entry);
  const style = formatOf(fields.get("formatter"), formatters);
  const options = { ...style, level: levelOf(fields.get("level")) };
  const kind = String(fields.get("class"));
  if (kind === "logging.NullHandler") return { level: 0, write: () => {}, close: () => {} };
  if (kind === "logging.StreamHandler") return streamHandler(streamOf(fields.get("stream"), world), options);
  if (!FILES.includes(kind))
    throw invalid(`there is no handler class '${kind}' here. Known: ${CLASSES.join(", ")}`);
  const filename = fields.get("filename");
  if (typeof filename !== "string") throw invalid(`a ${kind} needs a filename`);
  const mode = fields.get("mode") === "w" ? "w" : "a";
  return fileHandler(filename, cwd, { ...options, mode, delay: fields.get("delay") === true });
}

function formatOf(name: Plain | undefined, formatters: Fields) {
  if (name === undefined || name === null) return { format: "%(message)s" };
  const formatter = formatters.get(String(name));
  if (formatter === undefined) throw invalid(`there is no formatter '${String(name)}'`);
  const fields = fieldsOf(formatter);
  const format = fields.get("format");
  const dateFormat = fields.get("datefmt");
  return {
    format: typeof format === "string" ? format : "%(message)s",
    ...(typeof dateFormat === "string" && { dateFormat }),
  };
}

function streamOf(name: Plain | undefined, { stdout, stderr }: World) {
  if (name === undefined || name === null || name === "ext://sys.stderr") return stderr;
  if (name === "ext://sys.stdout") return stdout;
  throw invalid(`there is no stream '${String(name)}'. Known: ext://sys.stdout, ext://sys.stderr`);
}
