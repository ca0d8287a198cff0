import type { Origin } from "../nodes/node.js";

/** One line of a defaults list, as written or as an override of a choice makes it. */
export interface DefaultsItem {
  /** The config group as written, `/` in front when absolute; absent where the item names a config by its path. */
  readonly group?: string;
  /** The option of the group, several of them, or null for none; without a group, the config's path. */
  readonly choice: string | readonly string[] | null;
  /** What follows `@`; `_here_` is stored as the empty text. */
  readonly package?: string;
  readonly optional?: boolean;
  /** Written with `override`: changes the choice of another item and adds none. */
  readonly override?: boolean;
  /** Added by `+group=option` on the command line. */
  readonly appended?: boolean;
  readonly primary?: boolean;
  /** Where the choice was written: in a list, or on the command line. */
  readonly origin?: Origin;
}

/** The item that stands for the content of the config itself. */
export const SELF: DefaultsItem = { choice: "_self_" };

/** @returns whether the item stands for the content of the config that it is written in. */
export function isSelf(item: DefaultsItem): boolean {
  return item.choice === "_self_";
}

/** @returns whether which config the item means depends on the choices of groups. */
export function isInterpolated(item: DefaultsItem): boolean {
  return typeof item.choice === "string" && item.choice.includes("${");
}
