import type { DefaultsItem } from "./item.js";

/** An item at its place in the tree: what its paths and its package are relative to is known. */
export interface PlacedItem extends DefaultsItem {
  /** The group of the config whose defaults list names it. */
  readonly parentGroup: string;
  /** The package of that config. */
  readonly parentPackage: string;
  /** The `# @package` of the config that it names, once that is known. */
  readonly header?: string;
  /** Taken out by `~group`, or optional and not there. */
  readonly deleted?: boolean;
}

/** @returns the item placed; `_group_` in its package becomes the item's own group. */
export function place(item: DefaultsItem, parentGroup: string, parentPackage: string): PlacedItem {
  const placed: PlacedItem = { ...item, parentGroup, parentPackage };
  if (item.package?.includes("_group_") !== true) return placed;
  const group = groupPath(placed).replaceAll("/", ".");
  return { ...placed, package: `_global_.${item.package.replaceAll("_group_", group)}` };
}

/** @returns the item with the package that its config's header asks for, which always counts from the root. */
export function withHeader(item: PlacedItem, header: string | undefined): PlacedItem {
  if (header === undefined) return item;
  if (header === "") return { ...item, header: "_global_" };
  const absolute = header === "_global_" || header.startsWith("_global_.");
  return { ...item, header: absolute ? header : `_global_.${header}` };
}

/** @returns the option that a group item takes, or the last part of a config's path; null for none. */
export function choiceName(item: PlacedItem): string | null {
  if (typeof item.choice !== "string") return null;
  return item.group === undefined ? item.choice.slice(item.choice.lastIndexOf("/") + 1) : item.choice;
}

/** @returns the absolute group of the item; for a config named by its path, the group that it lies in. */
export function groupPath(item: PlacedItem): string {
  const written = item.group ?? parentFolder(configOf(item));
  if (written.startsWith("/")) return written.slice(1);
  if (item.group === undefined && configOf(item).startsWith("/")) return written;
  if (item.parentGroup === "") return written;
  return written === "" ? item.parentGroup : `${item.parentGroup}/${written}`;
}

/** @returns the path of the config in the search path; for a choice of none it ends in `None`, as Hydra prints it. */
export function configPath(item: PlacedItem): string {
  if (item.group !== undefined) return `${groupPath(item)}/${choiceName(item) ?? "None"}`;
  const path = configOf(item);
  if (path.startsWith("/")) return path.slice(1);
  return item.parentGroup === "" ? path : `${item.parentGroup}/${path}`;
}

/** @returns where the content of the config goes: dotted, empty for the root. */
export function finalPackage(item: PlacedItem): string {
  return joinPackages(item, item.package ?? item.header);
}

/** @returns what names the item on the command line: its group, with `@package` where that is not the default one. */
export function overrideKey(item: PlacedItem): string {
  const group = groupPath(item);
  const target = joinPackages(item, item.package);
  if (target === group.replaceAll("/", ".")) return group;
  return `${group}@${target === "" ? "_global_" : target}`;
}

function joinPackages(item: PlacedItem, written: string | undefined): string {
  const own = written ?? relativeGroup(item).replaceAll("/", ".");
  const joined = [item.parentPackage, own].filter((part) => part !== "").join(".");
  const global = joined.lastIndexOf("_global_");
  return global === -1 ? joined : joined.slice(global + "_global_".length + 1);
}

function relativeGroup(item: PlacedItem): string {
  const written = item.group ?? parentFolder(configOf(item));
  return written.startsWith("/") ? written.slice(1) : written;
}

function configOf(item: PlacedItem): string {
  return typeof item.choice === "string" ? item.choice : "";
}

function parentFolder(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}
