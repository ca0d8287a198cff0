import type { Schema } from "../defaults/schema.js";
import type { ConfigNode, MapNode } from "../nodes/node.js";
import { splitKey } from "../nodes/path.js";
import { type Change, conform } from "./conform.js";

/** The parts of a tree whose shape is fixed by now. Schemas arrive with the configs that carry them. */
export class Schemas {
  readonly #byKey = new Map<string, Schema>();

  /** From here on, what is at the key follows the schema; what is there already is converted. */
  attach(root: MapNode, key: string, schema: Schema): MapNode {
    this.#byKey.set(key, schema);
    return apply(root, key, schema, { before: root, first: true, lenient: true });
  }

  /**
   * @returns the tree after a change, its typed parts converted.
   * @throws ConfigError (validation, key, merge) where a change does not fit.
   */
  conform(root: MapNode, before: MapNode, options: Pick<Change, "open" | "lenient">): MapNode {
    if (root.entries.get("hydra")?.value === before.entries.get("hydra")?.value) return root;
    let tree = root;
    for (const [key, schema] of this.#byKey) tree = apply(tree, key, schema, { before, ...options });
    return tree;
  }
}

interface Options extends Pick<Change, "open" | "lenient" | "first"> {
  readonly before: MapNode;
}

function apply(root: MapNode, key: string, schema: Schema, { before, ...options }: Options): MapNode {
  const path = splitKey(key);
  const node = at(root, path);
  const anyValue = path.length > 1 && node?.kind !== "map";
  if (node === undefined || anyValue) return root;
  const fitting = conform(node, schema, { key, before: at(before, path), ...options });
  return fitting === node ? root : replace(root, path, fitting);
}

function at(root: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const part of path) node = node?.kind === "map" ? node.entries.get(part)?.value : undefined;
  return node;
}

function replace(root: MapNode, [head = "", ...rest]: readonly string[], value: ConfigNode): MapNode {
  const below = root.entries.get(head)?.value;
  const inner = rest.length > 0 && below?.kind === "map" ? replace(below, rest, value) : value;
  return { ...root, entries: new Map(root.entries).set(head, { key: head, value: inner }) };
}
