import type { MapNode } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";

/**
 * @param params `hydra.sweeper.params`, with its interpolations resolved.
 * @returns override texts, to be put in front of those of the command line: a value stands there as Python's
 * `str` writes it, so the text `1,2` is a sweep, and the list `[a, b]` is the one value `['a', 'b']`.
 */
export function sweeperParams(params: MapNode): string[] {
  return Array.from(params.entries.values(), ({ key, value }) => `${String(key)}=${pythonText(value)}`);
}
