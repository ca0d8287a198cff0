import type { ConfigNode } from "../node.js";
import { joinKey } from "../path.js";

/** A container or value with its way up to the root: nodes do not know their parents. */
export interface Place {
  readonly node: ConfigNode;
  readonly parent: Place | undefined;
  /** Key or index in the parent; undefined for a root and for values that a resolver made. */
  readonly key: string | undefined;
}

export function rootPlace(node: ConfigNode): Place {
  return { node, parent: undefined, key: undefined };
}

export function rootOf(place: Place): Place {
  let at = place;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** @returns whether two places are the same position of the same tree. */
export function samePlace(a: Place, b: Place): boolean {
  let left: Place | undefined = a;
  let right: Place | undefined = b;
  while (left !== right) {
    if (left === undefined || right === undefined || left.node !== right.node || left.key !== right.key)
      return false;
    left = left.parent;
    right = right.parent;
  }
  return true;
}

/** @returns the full key of a place: `a.b[0]`; empty for a root. */
export function fullKey(place: Place): string {
  if (place.parent === undefined) return "";
  const parent = fullKey(place.parent);
  return place.key === undefined
    ? parent
    : joinKey(parent, place.key, { inList: place.parent.node.kind === "list" });
}
