import { ConfigError } from "../../error.js";
import { strNode } from "../create.js";
import { type ConfigNode, isInterpolation, type KeyId, type MapEntry } from "../node.js";
import { keyText } from "../to-plain.js";
import type { Found } from "./context.js";
import { dereference } from "./dereference.js";
import { descend, follow, type Session, type Trail } from "./session.js";

export interface DeepOptions {
  /** What an interpolation to a missing value becomes: an error, or `???` as `OmegaConf.resolve` has it. */
  readonly toMissing?: "error" | "keep";
}

/**
 * @returns the value with every interpolation in it resolved; what has none is shared with the input, and a
 * replaced text is told by `hides`.
 * @throws ConfigError (interpolation) for those that cannot be resolved and for containers that contain themselves.
 */
export function deepResolve(
  session: Session,
  found: Found,
  options: DeepOptions = {},
  trail?: Trail,
): ConfigNode {
  if (found.plain) return found.node;
  if (isInterpolation(found.node)) return resolveText(session, found, options, trail);
  const { node, place } = found;
  if (node.kind === "list") {
    const inner = descend(place, trail);
    const items = node.items.map((item, index) =>
      deepResolve(session, child(found, item, String(index)), options, inner),
    );
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  if (node.kind !== "map") return node;
  const inner = descend(place, trail);
  const entries = new Map<KeyId, MapEntry>();
  let changed = false;
  for (const [id, entry] of node.entries) {
    const value = deepResolve(session, child(found, entry.value, keyText(entry.key)), options, inner);
    changed ||= value !== entry.value;
    entries.set(id, value === entry.value ? entry : { key: entry.key, value });
  }
  return changed ? { ...node, entries } : node;
}

function child({ place }: Found, node: ConfigNode, key: string): Found {
  return { node, place: { node, parent: place, key } };
}

function resolveText(
  session: Session,
  found: Found,
  options: DeepOptions,
  trail: Trail | undefined,
): ConfigNode {
  let target: Found;
  try {
    target = dereference(session, found);
  } catch (error) {
    if (options.toMissing === "keep" && leadsToMissing(error)) return strNode("???", found.node.origin);
    throw error;
  }
  const container = target.node.kind === "map" || target.node.kind === "list";
  if (container && !target.plain) follow(target.place, trail);
  const value = deepResolve(session, target, options, trail);
  return { ...value, origin: found.node.origin, hides: found.node };
}

function leadsToMissing(error: unknown): boolean {
  return (
    error instanceof ConfigError && error.cause instanceof ConfigError && error.cause.kind === "missing_value"
  );
}
