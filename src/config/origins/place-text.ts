import { basename, isAbsolute, relative, sep } from "node:path";
import type { Origin } from "../nodes/node.js";
import { clipped } from "./clipped.js";
import { oneLine } from "./one-line.js";

export interface PlaceOptions {
  /** Paths below this folder are written relative to it. Default: the process's. */
  readonly cwd?: string;
  /** The file of the values below everything else: written by its name alone. */
  readonly defaultsFile?: string;
}

/** @returns `conf/db.yaml:3`, `override`, or what the code that made the value calls itself. */
export function shortPlace(origin: Origin, options: PlaceOptions): string {
  if (origin.type === "override") return "override";
  return oneLine(origin.type === "code" ? origin.name : `${pathText(origin.path, options)}:${origin.line}`);
}

/** @returns `conf/db.yaml:3:9`, `override db.port=1`, or what the code that made the value calls itself. */
export function fullPlace(origin: Origin, options: PlaceOptions): string {
  if (origin.type === "override") return `override ${clipped(origin.text)}`;
  const place = shortPlace(origin, options);
  return origin.type === "code" ? place : `${place}:${origin.column}`;
}

/** @returns the mark of a value that nobody chose. */
export function defaultMark(origin: Origin, { defaultsFile }: PlaceOptions): string {
  return origin.type === "file" && origin.path === defaultsFile ? " (default)" : "";
}

function pathText(path: string, { cwd = process.cwd(), defaultsFile }: PlaceOptions): string {
  if (path === defaultsFile) return basename(path);
  if (!isAbsolute(path)) return path;
  const short = relative(cwd, path);
  return short === ".." || short.startsWith(`..${sep}`) || isAbsolute(short) ? path : short;
}
