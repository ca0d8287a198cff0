import { didYouMean } from "./nearest-name.js";
import type { ConfigNode } from "./nodes/node.js";
import { splitKey } from "./nodes/path.js";
import { childOf } from "./nodes/select.js";
import { keyText } from "./nodes/to-plain.js";

/** @returns a line that proposes a key of the mapping in which the path ends; or nothing. */
export function nearestKey(tree: ConfigNode, key: string): string {
  let at: ConfigNode = tree;
  let path = "";
  for (const part of splitKey(key)) {
    const next = childOf(at, part);
    if (next === undefined) return at.kind === "map" ? didYouMean(part, namesOf(at), path) : "";
    path += `${part}.`;
    at = next;
  }
  return "";
}

function namesOf({ entries }: Extract<ConfigNode, { kind: "map" }>): string[] {
  return Array.from(entries.values(), ({ key }) => keyText(key));
}
