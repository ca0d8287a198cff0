import type { PlacedItem } from "./placed-item.js";

/** A config with the configs that its defaults list names, `_self_` among them, in the order of merging. */
export interface DefaultsTree {
  readonly item: PlacedItem;
  /** Absent for a leaf: a config without a defaults list, or one that is not loaded. */
  readonly children?: readonly DefaultsTree[];
}
