import { join, sep } from "node:path";
import type { Plan } from "../chain/plan.js";
import type { Failure } from "../chain/protocol.js";

/**
 * In a run directory that is used again, a stage empties the directory of its predecessor.
 *
 * @returns the failure of a plan that reads a file from a directory which it would empty, or undefined.
 */
export function endangeredInput({ stages }: Plan, runDirectory: string): Failure | undefined {
  const emptied = stages.map(({ id }) => join(runDirectory, id) + sep);
  const sources = stages.flatMap(({ takes }) => Object.values(takes));
  for (const source of sources) {
    if (source.type !== "config" || !emptied.some((folder) => source.path.startsWith(folder))) continue;
    return {
      code: "input_endangered",
      path: source.path,
      message: `${source.key} names ${source.path}, which this run would remove: it writes there itself.`,
      hint: "Copy the file to another place, or choose another hydra.run.dir.",
    };
  }
  return undefined;
}
