import type { ConfigFiles } from "../composition.js";

/** What a value begins with when it is meant as a path. */
const PATH_STARTS = [".", "/", "\\"];

/** @returns the key with its `=` and the path behind it; undefined when the word's value is no path. */
export function pathIn(word: string): { readonly key: string; readonly path: string } | undefined {
  const end = word.lastIndexOf("=") + 1;
  const path = word.slice(end);
  if (end === 0 || !PATH_STARTS.some((start) => path.startsWith(start))) return undefined;
  return { key: word.slice(0, end), path };
}

/**
 * @param real gives the place on disk of a path as typed
 * @returns the paths that go on from an unfinished one: what is in the folder that it names, or the names
 * beside it that begin like it.
 */
export function completePath(path: string, files: ConfigFiles, real: (path: string) => string): string[] {
  const isFolder = (candidate: string) => files.kind(real(candidate)) === "folder";
  if (isFolder(path)) return files.list(real(path)).map((name) => joined(path, name));
  const end = path.lastIndexOf("/") + 1;
  const folder = end > 1 ? path.slice(0, end).replace(/(?<=[^/])\/+$/, "") : path.slice(0, end);
  const start = path.slice(end);
  if (!isFolder(folder)) return [];
  return files
    .list(real(folder))
    .filter((name) => name.startsWith(start))
    .map((name) => joined(folder, name));
}

/** Unlike `node:path` it keeps a leading `./`, which the user typed. */
function joined(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
