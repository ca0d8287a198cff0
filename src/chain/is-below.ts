import { isAbsolute, relative, sep } from "node:path";

/** @returns whether an absolute path lies in a directory, at any depth; the directory itself does not. */
export function isBelow(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
