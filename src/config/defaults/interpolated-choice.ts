import { ConfigError } from "../error.js";
import { listNode, mapNode, nullNode, strNode } from "../nodes/create.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import { lookUp } from "../nodes/interpolation/look-up.js";
import { rootPlace } from "../nodes/interpolation/place.js";
import type { ConfigNode } from "../nodes/node.js";
import { configPath, overrideKey, type PlacedItem } from "./placed-item.js";

/** A form from before Hydra 1.1. */
const BY_POSITION = /^\$\{defaults\.\d\./;
const ASKED = "_asked_";

/** What an interpolation in a defaults list sees: choices of groups, not values of configs. */
export interface KnownChoices {
  readonly choices: ReadonlyMap<string, string | null>;
  /** The list that the item is in, as `defaults.<index>`. */
  readonly items: readonly PlacedItem[];
}

/**
 * @returns the item with its option, or its path, resolved.
 * @throws ConfigError (composition) when a choice that it names is not known.
 */
export function resolveChoice(item: PlacedItem, known: KnownChoices, context: ResolveContext): PlacedItem {
  const written = item.group === undefined ? configPath(item) : String(item.choice);
  if (item.group !== undefined && BY_POSITION.test(written)) throw byPosition(item, written);
  const root = mapNode([
    ...Array.from(known.choices, ([key, option]): [string, ConfigNode] => [key, textNode(option)]),
    ["defaults", listNode(known.items.map(itemNode))],
  ]);
  const resolved = attempt(root, written, known, context);
  return { ...item, choice: resolved };
}

/** The text stands in a mapping of its own below the choices, as in Hydra: a choice is `${db}` or `${..db}`. */
function attempt(root: ConfigNode, written: string, known: KnownChoices, context: ResolveContext): string {
  let cause: unknown;
  try {
    const node = mapNode([[ASKED, strNode(written)]]);
    const own = { node, parent: rootPlace(root), key: undefined };
    const options = { throwOnMissing: true, throughScalar: "error" } as const;
    const found = lookUp({ context, steps: 0 }, own, ASKED, options)?.node;
    if (found?.kind === "str") return found.value;
  } catch (error) {
    cause = error;
  }
  const keys = [...known.choices.keys()].join(", ");
  const possible = keys === "" ? "" : `, possible interpolation keys: ${keys}`;
  const message = `Error resolving interpolation '${written}'${possible}`;
  throw new ConfigError("composition", message, { cause });
}

function byPosition(item: PlacedItem, written: string): ConfigError {
  return new ConfigError(
    "composition",
    `Defaults list element '${overrideKey(item)}=${written}' is using a deprecated interpolation form: name the group instead of its position.`,
  );
}

function itemNode(item: PlacedItem): ConfigNode {
  if (item.group === undefined) return strNode(configPath(item));
  const { choice } = item;
  const value = Array.isArray(choice) ? listNode(choice.map((option: string) => strNode(option))) : undefined;
  return mapNode([[overrideKey(item), value ?? textNode(typeof choice === "string" ? choice : null)]]);
}

function textNode(text: string | null): ConfigNode {
  return text === null ? nullNode() : strNode(text);
}
