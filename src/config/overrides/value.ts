/**
 * The typed values of the override grammar. They keep what a config node forgets: quotes (they come back in
 * the texts of a sweep's jobs), the place in the input, and sweeps.
 */

interface Placed {
  /** Index into the override's text, from 0, where the value begins. */
  readonly at: number;
}

export type Quote = "single" | "double";

export interface NullValue extends Placed {
  readonly kind: "null";
}
export interface BoolValue extends Placed {
  readonly kind: "bool";
  readonly value: boolean;
}
export interface IntValue extends Placed {
  readonly kind: "int";
  readonly value: bigint;
}
export interface FloatValue extends Placed {
  readonly kind: "float";
  readonly value: number;
}
/** Text after unescaping; an interpolation is its text. `quote` only where the text was written in quotes. */
export interface StrValue extends Placed {
  readonly kind: "str";
  readonly value: string;
  readonly quote?: Quote;
}
/** Items may be sweeps: the grammar lets them in, and only the conversion to a config refuses them. */
export interface ListValue extends Placed {
  readonly kind: "list";
  readonly items: readonly OverrideValue[];
}
/** Entries in order; no two keys are equal in Python's sense, where `1`, `1.0` and `true` are one key. */
export interface DictValue extends Placed {
  readonly kind: "dict";
  readonly entries: readonly DictEntry[];
}
export interface DictEntry {
  readonly key: Scalar;
  readonly value: OverrideValue;
}

/** A boolean counts as 0 or 1, as in Python. */
export type NumberValue = BoolValue | IntValue | FloatValue;
export type Scalar = NullValue | NumberValue | StrValue;
export type Element = Scalar | ListValue | DictValue;

/** `a,b` (simple) or `choice(a,b)`. */
export interface ChoiceSweep extends Placed {
  readonly kind: "choice";
  readonly list: readonly OverrideValue[];
  readonly simple: boolean;
  readonly shuffle: boolean;
  readonly tags: ReadonlySet<string>;
}
/** `range(start,stop,step)`, without `stop`. */
export interface RangeSweep extends Placed {
  readonly kind: "range";
  readonly start: NumberValue;
  readonly stop: NumberValue;
  readonly step: NumberValue;
  readonly shuffle: boolean;
  readonly tags: ReadonlySet<string>;
}
/** `interval(start,end)`: start <= value < end. Floats, unless cast. */
export interface IntervalSweep extends Placed {
  readonly kind: "interval";
  readonly start: NumberValue;
  readonly end: NumberValue;
  readonly tags: ReadonlySet<string>;
}
/** `glob(include,exclude)` over the options of a config group. A pattern that is no string fails when it is tried. */
export interface GlobSweep extends Placed {
  readonly kind: "glob";
  readonly include: readonly OverrideValue[];
  readonly exclude: readonly OverrideValue[];
}

export type Sweep = ChoiceSweep | RangeSweep | IntervalSweep | GlobSweep;
export type OverrideValue = Element | Sweep;

/** @returns whether the value stands for many values. */
export function isSweep(value: OverrideValue): value is Sweep {
  return (
    value.kind === "choice" || value.kind === "range" || value.kind === "interval" || value.kind === "glob"
  );
}
