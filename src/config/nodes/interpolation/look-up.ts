import { ConfigError } from "../../error.js";
import { type ConfigNode, isMissing, keyId } from "../node.js";
import { splitKey } from "../path.js";
import { pythonInteger } from "../python-integer.js";
import type { Found } from "./context.js";
import { dereference } from "./dereference.js";
import { fullKey, type Place, rootOf } from "./place.js";
import type { Session, Trail } from "./session.js";

export interface LookUpOptions {
  /** A missing value (`???`) on the way is an error. */
  readonly throwOnMissing: boolean;
  /** What a scalar on the way means: an error, or that there is no such key, as `OmegaConf.select` has it. */
  readonly throughScalar: "error" | "nothing";
}

/**
 * Finds the value of a key path below a container, following interpolations on the way and at its end.
 * @returns the value, or undefined when a key does not exist.
 * @throws ConfigError: validation (a scalar on the way, an index that is no number), missing_value, interpolation, key.
 */
export function lookUp(
  session: Session,
  container: Place,
  key: string,
  options: LookUpOptions,
  trail?: Trail,
): Found | undefined {
  if (key === "") return { node: container.node, place: container };
  const parts = splitKey(key);
  if (parts.length === 0) throw new ConfigError("key", `'${key}' names no key`, { key });
  let at: Found = { node: container.node, place: container };
  for (const [index, part] of parts.entries()) {
    if (index > 0 && !isContainer(at)) {
      if (options.throughScalar === "nothing") return undefined;
      const parent = parts.slice(0, index).join(".");
      throw new ConfigError(
        "validation",
        `Error trying to access ${key}: node \`${parent}\` is not a container and thus cannot contain \`${part}\``,
        { key: fullKey(at.place) },
      );
    }
    const child = childAt(at.place, part, options);
    if (child === undefined) return undefined;
    at = dereference(session, child, trail);
  }
  return at;
}

/**
 * Where the look-up of a key begins: a key that begins with dots is relative, one dot the container itself, each
 * further one its parent; any other key is absolute.
 * @throws ConfigError (key) when there is no such parent.
 */
export function startOf(key: string, parent: Place): { container: Place; rest: string } {
  if (!key.startsWith(".")) return { container: rootOf(parent), rest: key };
  let container = parent;
  let rest = key.slice(1);
  while (rest.startsWith(".")) {
    if (container.parent === undefined) throw new ConfigError("key", `Error resolving key '${key}'`, { key });
    container = container.parent;
    rest = rest.slice(1);
  }
  return { container, rest };
}

/** A list or mapping that a resolver gave as plain data is a value as a whole: nothing looks into it. */
function isContainer({ node, plain }: Found): boolean {
  return !plain && (node.kind === "map" || node.kind === "list");
}

function childAt(place: Place, key: string, { throwOnMissing }: LookUpOptions): Found | undefined {
  const node = childNode(place, key);
  if (node === undefined) return undefined;
  const child: Place = { node, parent: place, key };
  if (throwOnMissing && isMissing(node))
    throw new ConfigError("missing_value", `Missing mandatory value: ${fullKey(child)}`, {
      key: fullKey(child),
    });
  return { node, place: child };
}

function childNode({ node, ...place }: Place, key: string): ConfigNode | undefined {
  if (node.kind === "map") return node.entries.get(keyId(key))?.value;
  if (node.kind !== "list") return undefined;
  const index = pythonInteger(key);
  if (index === undefined)
    throw new ConfigError("validation", `Index '${key}' (str) is not an int`, {
      key: fullKey({ node, ...place }),
    });
  return index < 0 ? undefined : node.items[index];
}
