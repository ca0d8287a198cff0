/** Python's levels; a record is written where its level is not below the logger's. */
export const LEVELS: ReadonlyMap<string, number> = new Map([
  ["NOTSET", 0],
  ["DEBUG", 10],
  ["INFO", 20],
  ["WARN", 30],
  ["WARNING", 30],
  ["ERROR", 40],
  ["FATAL", 50],
  ["CRITICAL", 50],
]);

export type LevelName = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

export const WARNING = 30;
