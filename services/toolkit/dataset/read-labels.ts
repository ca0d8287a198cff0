import { readFile } from "node:fs/promises";
import { ServiceError } from "../service/error.js";
import { keypointsOf, type Person, parseLabel } from "./parse-label.js";

/** Files open at a time. */
const TOGETHER = 32;

/**
 * Reads label files, in order.
 * @returns one list of persons per file; every person has the same number of key points
 * @throws ServiceError `label_invalid` naming file and line, also when a file has another number of key points than the
 *   first one; `label_unreadable`
 */
export async function readLabels(paths: readonly string[]): Promise<readonly (readonly Person[])[]> {
  const labels: (readonly Person[])[] = [];
  for (let start = 0; start < paths.length; start += TOGETHER)
    labels.push(...(await Promise.all(paths.slice(start, start + TOGETHER).map(readLabel))));
  const expected = labels[0]?.[0];
  const other = labels.findIndex((persons) => persons[0]?.length !== expected?.length);
  const differing = labels[other]?.[0];
  if (expected !== undefined && differing !== undefined)
    throw new ServiceError(
      "label_invalid",
      `Invalid label ${paths[other]}:1: ${keypointsOf(differing)} key points where ${paths[0]} has ${keypointsOf(expected)}.`,
      { ...(paths[other] === undefined ? {} : { path: paths[other] }) },
    );
  return labels;
}

async function readLabel(path: string): Promise<readonly Person[]> {
  return parseLabel(await readText(path), path);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("label_unreadable", `Cannot read the label ${path}: ${reason}`, { path, cause });
  }
}
