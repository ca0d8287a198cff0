import { ConfigError } from "../../error.js";
import type { Plain } from "../../nodes/to-plain.js";
import { LEVELS } from "./level.js";

/** A logger as the config sets it. */
export interface LoggerSettings {
  readonly level?: number;
  /** Names of handlers. */
  readonly handlers: readonly string[];
  readonly propagate: boolean;
}

/** What Python's `logging.config` schema (version 1) says, as far as it makes sense without Python. */
export interface LogSettings {
  readonly formatters: Fields;
  readonly handlers: Fields;
  readonly loggers: ReadonlyMap<string, LoggerSettings>;
  readonly root: LoggerSettings;
  readonly disableExisting: boolean;
}

/** A mapping's keys and values. */
export type Fields = ReadonlyMap<string, Plain>;

/**
 * @param value `hydra.job_logging` or `hydra.hydra_logging`, resolved.
 * @returns undefined when its `root` is null: the log stays as it is.
 * @throws ConfigError (validation) for what is no such config.
 */
export function readSettings(value: Plain): LogSettings | undefined {
  const all = fieldsOf(value);
  const root = all.get("root");
  if (root === null) return undefined;
  if (root === undefined) throw invalid("it has no root");
  if (all.get("version") !== 1) throw invalid(`its version is ${String(all.get("version"))}, not 1`);
  const loggers = [...fieldsOf(all.get("loggers"))].map(
    ([name, logger]) => [name, readLogger(logger)] as const,
  );
  return {
    formatters: fieldsOf(all.get("formatters")),
    handlers: fieldsOf(all.get("handlers")),
    loggers: new Map(loggers),
    root: readLogger(root),
    disableExisting: all.get("disable_existing_loggers") !== false,
  };
}

/** @returns the entries of a mapping; none for what is not there or is none. */
export function fieldsOf(value: Plain | undefined): Fields {
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isMapping && !(value instanceof Uint8Array) ? Object.entries(value) : []);
}

/** @returns the number of a level given by its name or as a number; NOTSET where there is none. */
export function levelOf(value: Plain | undefined): number {
  if (value === undefined || value === null) return 0;
  const level = typeof value === "number" ? value : LEVELS.get(String(value));
  if (level === undefined)
    throw invalid(`there is no level '${String(value)}'. Levels: ${[...LEVELS.keys()].join(", ")}`);
  return level;
}

export function invalid(problem: string): ConfigError {
  return new ConfigError("validation", `The logging config cannot be used: ${problem}`);
}

function readLogger(value: Plain): LoggerSettings {
  const fields = fieldsOf(value);
  const level = fields.get("level");
  const handlers = fields.get("handlers");
  return {
    ...(level !== undefined && level !== null && { level: levelOf(level) }),
    handlers: Array.isArray(handlers) ? handlers.map(String) : [],
    propagate: fields.get("propagate") !== false,
  };
}
