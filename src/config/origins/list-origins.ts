import { ConfigError } from "../error.js";
import { possibleKeys } from "../nearest-key.js";
import type { ConfigNode, ListNode, MapNode, Origin } from "../nodes/node.js";
import { joinKey } from "../nodes/path.js";
import { select } from "../nodes/select.js";
import { keyText } from "../nodes/to-plain.js";
import { hiddenValues } from "./hidden-values.js";
import { defaultMark, fullPlace, type PlaceOptions } from "./place-text.js";
import { valueText } from "./value-text.js";

/** A value and where it was written. */
export interface PlacedValue {
  /** In one line, shortened. */
  readonly value: string;
  /** `conf/db.yaml:3:9`, `override db.port=1`, or what the code that made it calls itself. */
  readonly place: string;
  readonly origin: Origin;
  readonly node: ConfigNode;
}

/** Where the value of a key comes from. */
export interface KeyOrigin extends PlacedValue {
  /** The full key: `db.port`, `list[0]`. */
  readonly key: string;
  /** The values that it replaced, the last one first. */
  readonly hides: readonly PlacedValue[];
}

/**
 * @param key a dotted key; only what is at and under it is told
 * @returns for each scalar and list, in the order of the config, where it was written and what it hid. A mapping is
 *   told where it took the place of a value or is empty, an item of a list where it came from elsewhere.
 * @throws ConfigError (key) for a key that does not exist, with the nearest that does, or all of them.
 */
export function listOrigins(config: ConfigNode, key = "", options: PlaceOptions = {}): KeyOrigin[] {
  const node = select(config, key);
  if (node === undefined)
    throw new ConfigError("key", `There is no key '${key}' in the config.${possibleKeys(config, key)}`, {
      key,
    });
  const rows: KeyOrigin[] = [];
  collect(node, key, { rows, options });
  return rows;
}

interface Walk {
  readonly rows: KeyOrigin[];
  readonly options: PlaceOptions;
  /** The list around: what was written with it is told with it. */
  readonly list?: ListNode;
}

function collect(node: ConfigNode, key: string, walk: Walk): void {
  if (isTold(node, walk)) walk.rows.push(keyOrigin(node, key, walk.options));
  if (node.kind === "map") {
    for (const entry of node.entries.values()) collect(entry.value, joinKey(key, keyText(entry.key)), walk);
  }
  if (node.kind !== "list") return;
  const inner = { ...walk, list: node };
  for (const [index, item] of node.items.entries())
    collect(item, joinKey(key, String(index), { inList: true }), inner);
}

function isTold(node: ConfigNode, { list }: Walk): boolean {
  if (hiddenValues(node).length > 0) return true;
  if (isFilled(node)) return false;
  return list === undefined || !sameSource(node.origin, list.origin);
}

function isFilled(node: ConfigNode): node is MapNode {
  return node.kind === "map" && node.entries.size > 0;
}

function sameSource(a: Origin, b: Origin): boolean {
  if (a.type === "file") return b.type === "file" && a.path === b.path;
  if (a.type === "override") return b.type === "override" && a.text === b.text;
  return b.type === "code" && a.name === b.name;
}

function keyOrigin(node: ConfigNode, key: string, options: PlaceOptions): KeyOrigin {
  const hides = hiddenValues(node).map((hidden) => placedValue(hidden, options));
  return { key, ...placedValue(node, options), hides };
}

function placedValue(node: ConfigNode, options: PlaceOptions): PlacedValue {
  const { origin } = node;
  const place = fullPlace(origin, options) + defaultMark(origin, options);
  return { value: valueText(node), place, origin, node };
}
