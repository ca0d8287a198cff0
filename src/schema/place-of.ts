import type { ConfigNode, MapNode, Origin } from "../config/nodes/node.js";
import { nodeAt } from "./node-at.js";
import type { Problem } from "./problem.js";

/** The texts that a composed tree was made from, as far as its nodes do not tell. */
export interface Texts {
  /** The primary configuration. */
  readonly file?: string;
  /** The file of defaults: its author is not the one who reads the error. */
  readonly defaultsFile?: string;
  /** As they were typed. */
  readonly overrides?: readonly string[];
}

/**
 * @returns where a key was written; of a key that its author did not write, the override that deleted it, else the
 *   section that lacks it, else the primary configuration.
 */
export function placeOf(
  root: MapNode,
  path: readonly string[],
  texts: Texts,
): Pick<Problem, "origin" | "lacking"> {
  const found = nodeAt(root, path);
  if (found !== undefined && isOwn(found.origin, texts)) return { origin: found.origin };
  const deletion = deletionOf(path, texts);
  if (deletion !== undefined) return { origin: { type: "override", text: deletion, column: 2 } };
  for (let length = path.length - 1; length > 0; length--) {
    const origin = firstOwn(nodeAt(root, path.slice(0, length)), texts);
    if (origin !== undefined) return { origin, lacking: true };
  }
  if (texts.file === undefined) return { origin: found?.origin ?? root.origin };
  return { origin: { type: "file", path: texts.file, line: 1, column: 1 }, lacking: true };
}

/** @returns the override that deleted a key, what it is in, or something in it. */
export function deletionOf(path: readonly string[], { overrides = [] }: Texts): string | undefined {
  const key = `${path.join(".")}.`;
  return overrides.findLast((text) => {
    const deleted = /^~([^=@]+)/.exec(text)?.[1];
    return deleted !== undefined && (key.startsWith(`${deleted}.`) || `${deleted}.`.startsWith(key));
  });
}

/** @returns whether an author of configurations wrote it. */
export function isOwn(origin: Origin, { defaultsFile }: Texts): boolean {
  return origin.type !== "file" || origin.path !== defaultsFile;
}

/** A mapping that was merged into one of the defaults has their place: its first own member tells its own. */
function firstOwn(node: ConfigNode | undefined, texts: Texts): Origin | undefined {
  if (node === undefined) return undefined;
  if (isOwn(node.origin, texts)) return node.origin;
  if (node.kind !== "map") return undefined;
  for (const { value } of node.entries.values()) {
    const origin = firstOwn(value, texts);
    if (origin !== undefined) return origin;
  }
  return undefined;
}
