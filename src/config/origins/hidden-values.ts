import { type ConfigNode, isMissing } from "../nodes/node.js";

/** @returns the values that the node replaced, the last one first; `???`, which was to be replaced, is none. */
export function hiddenValues(node: ConfigNode): ConfigNode[] {
  const values: ConfigNode[] = [];
  for (let hidden = node.hides; hidden !== undefined; hidden = hidden.hides)
    if (!isMissing(hidden)) values.push(hidden);
  return values;
}
