import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { isBelow } from "../chain/is-below.js";
import type { Plan } from "../chain/plan.js";
import type { Failure } from "../chain/protocol.js";

/**
 * In a run directory that is used again, a stage empties the directory of its predecessor.
 *
 * @returns the failure of a plan that reads a file or folder of which it would empty a part, or undefined.
 */
export function endangeredInput({ stages }: Plan, runDirectory: string): Failure | undefined {
  const folders = stages.map(({ id }) => join(runDirectory, id));
  const sources = stages.flatMap(({ takes }) => Object.values(takes));
  for (const source of sources) {
    if (source.type !== "config") continue;
    const folder = folders.find((candidate) => isEndangered(realPath(source.path), realPath(candidate)));
    if (folder === undefined) continue;
    return {
      code: "input_endangered",
      path: source.path,
      message: `${source.key} names ${source.path}, but this run would empty ${folder}: it writes there itself.`,
      hint: "Copy it to another place, or choose another directory.",
    };
  }
  return undefined;
}

/** Many a folder of images has run directories below it: only what a stage has used will be emptied. */
function isEndangered(input: string, stageFolder: string): boolean {
  if (input === stageFolder || isBelow(input, stageFolder)) return true;
  return isBelow(stageFolder, input) && existsSync(join(stageFolder, "request.json"));
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
