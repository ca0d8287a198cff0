import { ConfigError } from "../error.js";
import type { Origin } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";
import { isSweepOverride, type Override } from "../overrides/override.js";
import { overrideNode } from "../overrides/to-node.js";
import { isSweep, type ListValue } from "../overrides/value.js";
import type { DefaultsItem } from "./item.js";
import { typeName } from "./type-name.js";

/** An option, or several, and the override that asks for it. */
export interface Choice {
  readonly choice: string | readonly string[];
  readonly origin: Origin;
  /** Why no group can take it; a group that is not there is told before. */
  readonly problem?: ConfigError;
}

/** The command line's overrides, told apart: those that choose options of config groups, and the rest. */
export interface GroupOverrides {
  /** Group, with its package where one is written, to the option: `db=mysql`. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** `+group=option`, in order. */
  readonly appended: readonly DefaultsItem[];
  /** `~group` and `~group=option`; undefined deletes whatever the option is. */
  readonly deletions: ReadonlyMap<string, string | undefined>;
  /** What changes values, in order. */
  readonly values: readonly Override[];
}

/**
 * @returns the overrides by what they do. Sweeps are left out: the jobs of a multirun have them one by one.
 * @throws ConfigError (composition) for a group override that is neither a string nor a list, or appends something
 * else than strings.
 */
export function sortOverrides(
  overrides: readonly Override[],
  isGroup: (group: string) => boolean,
): GroupOverrides {
  const choices = new Map<string, Choice>();
  const appended: DefaultsItem[] = [];
  const deletions = new Map<string, string | undefined>();
  const values: Override[] = [];
  for (const override of overrides) {
    if (isSweepOverride(override)) continue;
    if (override.value?.kind === "dict" || !isGroup(override.key)) {
      values.push(override);
      continue;
    }
    const key = override.package === undefined ? override.key : `${override.key}@${override.package}`;
    if (override.type === "force_add")
      throw refuse(override, `force-add of config groups is not supported: '${override.text}'`);
    if (override.type === "del") deletions.set(key, deletedOption(override));
    else if (override.type === "change") choices.set(key, choiceOf(override));
    else appended.push(append(override));
  }
  return { choices, appended, deletions, values };
}

function append(override: Override): DefaultsItem {
  const { problem, ...choice } = choiceOf(override);
  if (problem !== undefined) throw problem;
  const item: DefaultsItem = { group: override.key, ...choice, appended: true };
  if (override.package === undefined) return item;
  return { ...item, package: override.package === "_here_" ? "" : override.package };
}

function deletedOption(override: Override): string | undefined {
  const { value } = override;
  if (value === undefined || value.kind === "null") return undefined;
  if (value.kind === "str") return value.value;
  throw refuse(override, `Config group override deletion value must be a string : ${override.text}`);
}

function choiceOf(override: Override): Choice {
  const { value } = override;
  const origin = originOf(override);
  if (value?.kind === "str") return { choice: value.value, origin };
  if (value?.kind === "list") return { ...optionsOf(override, value), origin };
  const got = value === undefined || isSweep(value) ? "NoneType" : typeName(value);
  throw refuse(override, `Config group override must be a string or a list. Got ${got}`);
}

function optionsOf(override: Override, { items }: ListValue): Omit<Choice, "origin"> {
  const node = overrideNode(override);
  const choice = node?.kind === "list" ? node.items.map(pythonText) : [];
  if (items.every(({ kind }) => kind === "str")) return { choice };
  return { choice, problem: refuse(override, `An option in '${override.text}' is not a string`) };
}

function refuse(override: Override, message: string): ConfigError {
  return new ConfigError("composition", message, { origin: originOf(override) });
}

function originOf({ text, at }: Override): Origin {
  return { type: "override", text, column: (at.value ?? at.key) + 1 };
}
