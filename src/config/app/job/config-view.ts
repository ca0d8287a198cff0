import { ConfigError } from "../../error.js";
import { didYouMean } from "../../nearest-name.js";
import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolve, resolveAt } from "../../nodes/interpolation/resolve.js";
import { isMissing, type MapNode } from "../../nodes/node.js";
import { select } from "../../nodes/select.js";
import { keyText, type Plain, toPlain } from "../../nodes/to-plain.js";

/** A composed config as a job reads it: raw, or with interpolations resolved at the time of asking. */
export class ConfigView {
  /** Interpolations as they are written: what `dumpYaml` prints. */
  readonly node: MapNode;
  readonly #context: ResolveContext;

  constructor(node: MapNode, context: ResolveContext) {
    this.node = node;
    this.#context = context;
  }

  /**
   * @returns the whole config resolved.
   * @throws ConfigError (interpolation) with the key of the first that cannot be resolved.
   */
  resolved(): MapNode {
    const node = resolve(this.node, this.#context);
    return node.kind === "map" ? node : this.node;
  }

  /**
   * @returns the resolved value of a key, or of the whole config; undefined where there is none or it is missing.
   * @throws ConfigError (interpolation).
   */
  get(key?: string): Plain | undefined {
    const node = key === undefined ? this.resolved() : resolveAt(this.node, key, this.#context);
    return node === undefined ? undefined : toPlain(node);
  }

  /**
   * @returns the resolved value of a key that must be there.
   * @throws ConfigError: key (there is none), missing_value (it is `???`), interpolation.
   */
  at(key: string): Plain {
    const node = resolveAt(this.node, key, this.#context, { throwOnMissing: true });
    if (node !== undefined && !isMissing(node)) return toPlain(node);
    const dot = key.lastIndexOf(".");
    const parent = select(this.node, dot === -1 ? "" : key.slice(0, dot));
    const names =
      parent?.kind === "map" ? Array.from(parent.entries.values(), (entry) => keyText(entry.key)) : [];
    const hint = didYouMean(key.slice(dot + 1), names, key.slice(0, dot + 1));
    throw new ConfigError(
      "key",
      `Key '${key.slice(dot + 1)}' is not in struct\n    full_key: ${key}${hint}`,
      { key },
    );
  }
}
