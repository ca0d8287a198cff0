import { ConfigError } from "../error.js";
import { type ConfigNode, isMissing } from "../nodes/node.js";
import type { Choices } from "./choices.js";
import { type DefaultsItem, isSelf, SELF } from "./item.js";
import {
  choiceName,
  configPath,
  finalPackage,
  groupPath,
  overrideKey,
  type PlacedItem,
  place,
} from "./placed-item.js";
import type { LoadedConfig } from "./repository.js";

/** The defaults list of a config with every item at its place. */
export interface OwnList {
  readonly items: readonly PlacedItem[];
  /** `_self_` was not written and stands at the end. */
  readonly selfAdded: boolean;
}

/**
 * @returns the defaults list of a config, with `_self_` at its end where it is not written, then what the
 * command line appends to the primary config.
 * @throws ConfigError (composition) for a second `_self_`.
 */
export function ownList(
  parent: PlacedItem,
  { node, defaults }: LoadedConfig,
  appended: readonly DefaultsItem[],
  warn: (message: string) => void,
): OwnList {
  if (defaults.length === 0 && appended.length === 0) return { items: [], selfAdded: false };
  const selves = defaults.filter(isSelf).length;
  if (selves > 1) throw refuse(`Duplicate _self_ defined in ${configPath(parent)}`);
  const adds = defaults.some((item) => item.override !== true);
  const selfAdded = selves === 0 && (adds || defaults.length === 0);
  if (selfAdded && adds && parent.primary === true && hasContent(node))
    warn(
      `In '${configPath(parent)}': Defaults list is missing \`_self_\`. See https://hydra.cc/docs/1.2/upgrades/1.0_to_1.1/default_composition_order for more information`,
    );
  const items = [...defaults, ...(selfAdded ? [SELF] : []), ...appended];
  const group = groupPath(parent);
  const target = finalPackage(parent);
  return {
    items: items.map((item) =>
      isSelf(item) ? place(item, parent.parentGroup, parent.package ?? "") : place(item, group, target),
    ),
    selfAdded: selves === 0,
  };
}

/**
 * Hands the `override` items of a list to the choices.
 * @throws ConfigError (composition) when one stands before an item that is none, or below an interpolated choice.
 */
export function takeOverrides(
  parent: PlacedItem,
  items: readonly PlacedItem[],
  choices: Choices,
  { interpolated }: { readonly interpolated: boolean },
): void {
  let last: PlacedItem | undefined;
  for (const item of items) {
    if (isSelf(item)) continue;
    if (item.override === true) {
      last = item;
      if (interpolated) throw refuse(belowInterpolation(parent, item));
      choices.addOverride(item, configPath(parent));
    } else if (last !== undefined && item.appended !== true) throw refuse(wrongOrder(parent, last, item));
  }
}

function belowInterpolation(parent: PlacedItem, item: PlacedItem): string {
  return (
    `${configPath(parent)}: Default List Overrides are not allowed in the subtree\n` +
    `of an in interpolated config group (override ${overrideKey(item)}=${nameOf(item)}).\n`
  );
}

function wrongOrder(parent: PlacedItem, override: PlacedItem, item: PlacedItem): string {
  return (
    `In ${configPath(parent)}: Override '${overrideKey(override)} : ${nameOf(override)}' is defined before ` +
    `'${overrideKey(item)}: ${nameOf(item)}'.\nOverrides must be at the end of the defaults list`
  );
}

function nameOf(item: PlacedItem): string {
  return choiceName(item) ?? (Array.isArray(item.choice) ? `[${item.choice.join(", ")}]` : "None");
}

function hasContent(node: ConfigNode): boolean {
  return node.kind === "map" && [...node.entries.values()].some(({ value }) => !isMissing(value));
}

function refuse(message: string): ConfigError {
  return new ConfigError("composition", message);
}
