/** A parsed command line override, `+group/x@pkg=value`: what it does, to which key, with which typed value. */
import type { OverrideValue } from "./value.js";

/** What an override does: `key=`, `+key=`, `++key=`, `~key`. */
export type OverrideType = "change" | "add" | "force_add" | "del";

export interface Override {
  readonly type: OverrideType;
  /** A config key (`db.port`) or a config group (`db`, `hydra/launcher`); may be empty, as Hydra allows. */
  readonly key: string;
  /** What follows `@`: absent when there is no `@`, empty when nothing follows it. */
  readonly package?: string;
  /** Absent only for `~key`, which deletes whatever is there; `key=` has the empty string. */
  readonly value?: OverrideValue;
  /** The input. */
  readonly text: string;
  /** Indices into `text`, from 0, for error messages. */
  readonly at: { readonly key: number; readonly package?: number; readonly value?: number };
}

/** What Hydra calls the type of an override's value; null for `~key`. */
export type ValueType =
  | "element"
  | "choice_sweep"
  | "simple_choice_sweep"
  | "glob_choice_sweep"
  | "range_sweep"
  | "interval_sweep"
  | null;

/** @returns the type of an override's value. A list or dict that holds a sweep is an element. */
export function valueType({ value }: Override): ValueType {
  if (value === undefined) return null;
  switch (value.kind) {
    case "choice":
      return value.simple ? "simple_choice_sweep" : "choice_sweep";
    case "glob":
      return "glob_choice_sweep";
    case "range":
      return "range_sweep";
    case "interval":
      return "interval_sweep";
    default:
      return "element";
  }
}

/** @returns whether the override gives more than one value, so that it needs a multirun. */
export function isSweepOverride(override: Override): boolean {
  const type = valueType(override);
  return type !== null && type !== "element";
}

/** @returns whether the override is for Hydra itself: its key begins with `hydra.` or `hydra/`. */
export function isHydraOverride({ key }: Override): boolean {
  return key.startsWith("hydra.") || key.startsWith("hydra/");
}
