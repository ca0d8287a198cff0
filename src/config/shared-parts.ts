import type { ConfigNode, MapNode } from "./nodes/node.js";

type Path = readonly string[];

/**
 * A config that one defaults list merges twice at the root. Hydra merges into the lists and mappings of the config
 * that it has read, so that the second time finds them as the first time left them; results depend on it.
 */
export class SharedParts {
  readonly #repeated: ReadonlySet<string>;
  readonly #shared = new Map<string, Path[]>();

  /** @param configs the configs in the order of merging; those that come once need no care. */
  constructor(configs: readonly string[]) {
    this.#repeated = new Set(configs.filter((config, index) => configs.indexOf(config) !== index));
  }

  /** @returns the config's content as an earlier merge of it left it. */
  current(config: string, node: ConfigNode, tree: MapNode): ConfigNode {
    let content = node;
    for (const path of this.#shared.get(config) ?? []) content = copyPart(content, tree, path);
    return content;
  }

  /** Notes the lists and mappings that the config has brought to places of the tree where there was nothing. */
  note(config: string, node: ConfigNode, before: MapNode): void {
    if (!this.#repeated.has(config) || this.#shared.has(config)) return;
    this.#shared.set(config, newParts(node, before, []));
  }
}

function newParts(node: ConfigNode, before: ConfigNode | undefined, at: Path): Path[] {
  if (node.kind !== "map") return before === undefined && node.kind === "list" ? [at] : [];
  if (before === undefined) return [at];
  const known = before.kind === "map" ? before.entries : undefined;
  return [...node.entries].flatMap(([id, { value }]) => newParts(value, known?.get(id)?.value, [...at, id]));
}

function copyPart(node: ConfigNode, tree: ConfigNode, [head, ...rest]: Path): ConfigNode {
  if (head === undefined) return tree.kind === node.kind ? tree : node;
  const own = node.kind === "map" ? node.entries.get(head) : undefined;
  const theirs = tree.kind === "map" ? tree.entries.get(head) : undefined;
  if (node.kind !== "map" || own === undefined || theirs === undefined) return node;
  const value = copyPart(own.value, theirs.value, rest);
  return { ...node, entries: new Map(node.entries).set(head, { key: own.key, value }) };
}
