import { didYouMean } from "./nearest-name.js";
import type { ConfigNode } from "./nodes/node.js";
import { splitKey } from "./nodes/path.js";
import { childOf } from "./nodes/select.js";
import { keyText } from "./nodes/to-plain.js";

/** @returns a line that proposes a key of the mapping in which the path ends; or nothing. */
export function nearestKey(tree: ConfigNode, key: string): string {
  const { part, path, names } = pathEnd(tree, key);
  return didYouMean(part, names, path);
}

/** @returns a line that proposes the nearest key, or names all that the mapping has in which the path ends. */
export function possibleKeys(tree: ConfigNode, key: string): string {
  const { part, path, names } = pathEnd(tree, key);
  if (names.length === 0) return path === "" ? "" : `\nThere is nothing below '${path.slice(0, -1)}'.`;
  return didYouMean(part, names, path) || `\nKeys there: ${names.map((name) => path + name).join(", ")}`;
}

/** @returns the first part of the path that is not there, what is before it, and which keys are. */
function pathEnd(tree: ConfigNode, key: string): { part: string; path: string; names: string[] } {
  let at = tree;
  let path = "";
  for (const part of splitKey(key)) {
    const next = childOf(at, part);
    if (next === undefined) return { part, path, names: namesOf(at) };
    path += `${part}.`;
    at = next;
  }
  return { part: "", path, names: [] };
}

function namesOf(node: ConfigNode): string[] {
  return node.kind === "map" ? Array.from(node.entries.values(), ({ key }) => keyText(key)) : [];
}
