import { ConfigError } from "../error.js";
import type { Found, ResolveContext } from "../nodes/interpolation/context.js";
import { lookUp, startOf } from "../nodes/interpolation/look-up.js";
import { type Place, rootPlace } from "../nodes/interpolation/place.js";
import { type ConfigNode, isMissing } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";
import { keyText } from "../nodes/to-plain.js";

/**
 * @returns the keys that go on from a word: `db.` the keys below `db`, `db.po` those that begin so, each with a `.`
 * behind it when it holds more keys and a `=` when it holds a value; `db.port=` the value that is there, if any.
 * @throws ConfigError: interpolation for a value on the way that cannot be resolved; validation for a key below a
 * value; key for a path that is none.
 */
export function completeKey(config: ConfigNode, word: string, context: ResolveContext): string[] {
  const root = rootPlace(config);
  if (word.endsWith(".") || word.endsWith("=")) {
    const found = find(root, word.slice(0, -1), context);
    return found === undefined ? [] : contentOf(found, context).map((text) => word + text);
  }
  const dot = word.lastIndexOf(".");
  if (dot === -1) return keysOf({ node: config, place: root }, word, context);
  const parent = word.slice(0, dot);
  const found = find(root, parent, context);
  if (found === undefined || isEmpty(found.node)) return [];
  return keysOf(found, word.slice(dot + 1), context).map((key) => `${parent}.${key}`);
}

function find(root: Place, key: string, context: ResolveContext): Found | undefined {
  const { container, rest } = startOf(key, root);
  return valueAt(container, rest, context);
}

function valueAt(place: Place, key: string, context: ResolveContext): Found | undefined {
  return lookUp({ context, steps: 0 }, place, key, { throwOnMissing: false, throughScalar: "nothing" });
}

function isEmpty(node: ConfigNode): boolean {
  return node.kind === "null" || isMissing(node);
}

/** The keys of a container, or the text of a value. */
function contentOf(found: Found, context: ResolveContext): string[] {
  const { node } = found;
  if (isMissing(node)) return [""];
  if (node.kind === "null") return [];
  if (node.kind === "map" || node.kind === "list") return keysOf(found, "", context);
  return [node.kind === "bool" ? String(node.value) : pythonText(node)];
}

/** A mapping's values are taken as written; a list's are followed, and its missing ones are always offered. */
function keysOf({ node, place }: Found, start: string, context: ResolveContext): string[] {
  if (node.kind === "map") {
    const keys = Array.from(node.entries.values(), ({ key, value }) => keyText(key) + sign(value));
    return keys.filter((key) => key.startsWith(start));
  }
  if (node.kind !== "list")
    throw new ConfigError("validation", `'${start}' is looked for in a value that has no keys`);
  return node.items.flatMap((item, index) => {
    if (isMissing(item)) return [`${index}=`];
    const value = valueAt(place, String(index), context)?.node ?? item;
    return String(index).startsWith(start) ? [index + sign(value)] : [];
  });
}

function sign({ kind }: ConfigNode): "." | "=" {
  return kind === "map" || kind === "list" ? "." : "=";
}
