import { type ConfigNode, isMissing } from "../node.js";
import type { ResolveContext } from "./context.js";
import { type DeepOptions, deepResolve } from "./deep-resolve.js";
import { lookUp, startOf } from "./look-up.js";
import { rootPlace } from "./place.js";

/**
 * @returns the tree with every interpolation resolved; missing values stay `???`.
 * @throws ConfigError (interpolation or parse) with the key and origin of the first that cannot be resolved.
 */
export function resolve(root: ConfigNode, context: ResolveContext, options: DeepOptions = {}): ConfigNode {
  return deepResolve({ context, steps: 0 }, { node: root, place: rootPlace(root) }, options);
}

export interface ResolveAtOptions {
  readonly throwOnMissing?: boolean;
}

/**
 * @returns the value of a key path with everything in it resolved; undefined when there is no such key or its
 * value is missing.
 * @throws ConfigError: interpolation, validation (a list index that is no number), key (a path that begins
 * with two dots), missing_value when `throwOnMissing` is set.
 */
export function resolveAt(
  root: ConfigNode,
  path: string,
  context: ResolveContext,
  { throwOnMissing = false }: ResolveAtOptions = {},
): ConfigNode | undefined {
  const session = { context, steps: 0 };
  const { container, rest } = startOf(path, rootPlace(root));
  const found = lookUp(session, container, rest, { throwOnMissing, throughScalar: "nothing" });
  if (found === undefined || isMissing(found.node)) return undefined;
  return deepResolve(session, found);
}
