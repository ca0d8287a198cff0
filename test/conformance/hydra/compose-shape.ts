/** Our compositions in the words of `compose.jsonl`. */
import type { DefaultsEntry } from "../../../src/config/defaults/entry.js";
import { isSelf } from "../../../src/config/defaults/item.js";
import {
  choiceName,
  configPath,
  finalPackage,
  overrideKey,
} from "../../../src/config/defaults/placed-item.js";
import type { DefaultsTree } from "../../../src/config/defaults/tree.js";

type Flat = Record<string, unknown>;

export function listOf(entries: readonly DefaultsEntry[]): unknown[] {
  return entries.map((entry) => ({
    config_path: entry.configPath,
    package: entry.package,
    parent: entry.parent,
    is_self: entry.isSelf,
    override_key: entry.overrideKey ?? null,
    primary: entry.primary,
  }));
}

export function treeOf(tree: DefaultsTree | undefined): unknown {
  if (tree === undefined) return undefined;
  const { item, children } = tree;
  if (isSelf(item)) return { self: true };
  return {
    path: configPath(item),
    package: finalPackage(item),
    ...(item.group !== undefined && { group: overrideKey(item), option: choiceName(item) }),
    ...(item.optional === true && { optional: true }),
    ...(item.deleted === true && { deleted: true }),
    ...(children !== undefined && { children: children.map(treeOf) }),
  };
}

/** @returns the choices that differ from Hydra's plain defaults. */
export function choicesOf(choices: ReadonlyMap<string, string | null>, hydra: Flat): unknown {
  const plain = at(hydra, "runtime", "choices");
  const entries = [...choices].filter(([key, option]) => !(key in plain) || plain[key] !== option);
  return Object.fromEntries(entries);
}

/** @returns the flattened keys of the hydra node that differ from Hydra's plain one, as the README tells them. */
export function hydraDiff(ours: unknown, plain: Flat): Flat | undefined {
  const [left, right] = [flatten(ours), flatten(plain)];
  const diff: Flat = {};
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (LEFT_OUT.some((prefix) => key === prefix || key.startsWith(`${prefix}.`))) continue;
    if (!(key in left)) diff[key] = { $absent: true };
    else if (JSON.stringify(left[key]) !== JSON.stringify(right[key])) diff[key] = left[key];
  }
  return diff;
}

const LEFT_OUT = [
  "hydra.runtime",
  "hydra.overrides",
  "hydra.hydra_help",
  "hydra.job.config_name",
  "hydra.job.override_dirname",
];

function flatten(value: unknown, prefix = "hydra", into: Flat = {}): Flat {
  const entries = isMapping(value) ? Object.entries(value) : [];
  if (entries.length === 0) into[prefix] = value;
  for (const [key, inner] of entries) flatten(inner, `${prefix}.${key}`, into);
  return into;
}

function at(value: Flat, ...path: string[]): Flat {
  let node: unknown = value;
  for (const key of path) node = isMapping(node) ? node[key] : undefined;
  return isMapping(node) ? node : {};
}

/** Typed values, such as a float, are leaves. */
function isMapping(value: unknown): value is Flat {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !Object.keys(value).some((key) => key.startsWith("$"));
}
