import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { deepResolve } from "../../nodes/interpolation/deep-resolve.js";
import { lookUp, startOf } from "../../nodes/interpolation/look-up.js";
import { rootPlace } from "../../nodes/interpolation/place.js";
import { type ConfigNode, isMissing, type MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { dumpYaml } from "../../yaml/dump.js";
import { shownPart } from "./shown-part.js";

export interface ConfigShown {
  readonly part: "job" | "hydra" | "all";
  /** A key: only what is under it is shown. `_global_` is the whole. */
  readonly package?: string;
  readonly resolve?: boolean;
  /** Makes YAML of a mapping or list. Default: `dumpYaml`. */
  readonly dump?: (node: ConfigNode) => string;
}

/**
 * @param config composed, with its `hydra` node.
 * @returns what `--cfg` prints: YAML, or the text of a single value; undefined when there is nothing under the package.
 * @throws ConfigError (interpolation).
 */
export function showConfig(config: MapNode, shown: ConfigShown, context: ResolveContext): string | undefined {
  const root = shownPart(config, shown.part);
  const session = { context, steps: 0 };
  const key = shown.package === "_global_" ? undefined : shown.package;
  const { container, rest } = startOf(key ?? "", rootPlace(root));
  const found = lookUp(session, container, rest, { throwOnMissing: false, throughScalar: "nothing" });
  if (found === undefined || found.node.kind === "null" || isMissing(found.node)) return undefined;
  const { node } = found;
  if (node.kind !== "map" && node.kind !== "list") return `${pythonText(node)}\n`;
  const value = shown.resolve === true ? deepResolve(session, found, { toMissing: "keep" }) : node;
  const { dump = dumpYaml } = shown;
  return `${key === undefined ? "" : `# @package ${key}\n`}${dump(value)}`;
}
