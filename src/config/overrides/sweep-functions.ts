/** `choice`, `range`, `interval`, `glob` make sweeps, `tag` marks them. */
import type { BoundCall, GrammarFunction, Kind } from "./functions.js";
import { GrammarError } from "./grammar-error.js";
import { toFloat } from "./python-arithmetic.js";
import type { NumberValue, OverrideValue } from "./value.js";

const NUMBER: readonly Kind[] = ["bool", "int", "float"];
const SWEEP: readonly Kind[] = ["choice", "range", "interval"];

export const sweepFunctions: readonly (readonly [string, GrammarFunction])[] = [
  ["choice", { args: [...NUMBER, "str", "list", "dict", "choice"], named: [], run: choice }],
  [
    "range",
    {
      named: [
        { name: "start", kinds: NUMBER, required: true },
        { name: "stop", kinds: [...NUMBER, "null"] },
        { name: "step", kinds: NUMBER },
      ],
      run: range,
    },
  ],
  [
    "interval",
    {
      named: [
        { name: "start", kinds: NUMBER, required: true },
        { name: "end", kinds: NUMBER, required: true },
      ],
      run: interval,
    },
  ],
  [
    "glob",
    {
      named: [
        { name: "include", kinds: ["list", "str"], required: true },
        { name: "exclude", kinds: ["list", "str", "null"] },
      ],
      run: glob,
    },
  ],
  ["tag", { args: ["str", ...SWEEP], named: [{ name: "sweep", kinds: [...SWEEP, "null"] }], run: tag }],
];

/** `choice(a,b)`; around a simple choice, as casts make it, it only changes the form. */
function choice({ args, at }: BoundCall): OverrideValue {
  const [first] = args;
  if (first === undefined) throw new GrammarError("empty choice is not legal");
  if (args.length > 1 || first.kind !== "choice")
    return { kind: "choice", list: args, simple: false, shuffle: false, tags: new Set(), at };
  if (!first.simple) throw new GrammarError("nesting choices is not supported", { at: first.at });
  return { ...first, simple: false };
}

function range({ named, at }: BoundCall): OverrideValue {
  const start = number(named, "start");
  const step = number(named, "step") ?? { kind: "int", value: 1n, at };
  const stop = number(named, "stop");
  const zero: NumberValue = { kind: "int", value: 0n, at };
  const bounds = stop === undefined ? { start: zero, stop: start ?? zero } : { start: start ?? zero, stop };
  return { kind: "range", ...bounds, step, shuffle: false, tags: new Set(), at };
}

function interval({ named, at }: BoundCall): OverrideValue {
  const bound = (name: string): NumberValue => {
    const value = number(named, name);
    return { kind: "float", value: value === undefined ? 0 : toFloat(value), at: value?.at ?? at };
  };
  return { kind: "interval", start: bound("start"), end: bound("end"), tags: new Set(), at };
}

function glob({ named, at }: BoundCall): OverrideValue {
  return {
    kind: "glob",
    include: patterns(named.get("include")),
    exclude: patterns(named.get("exclude")),
    at,
  };
}

/** `tag(a,b,sweep)`: the texts replace the sweep's tags. `sweep=` comes last, behind at least one text. */
function tag({ args, named }: BoundCall): OverrideValue {
  if (args.length === 0) throw new GrammarError("Not enough arguments to tag, must take at least a sweep");
  const given = named.get("sweep");
  const all = given === undefined || given.kind === "null" ? args : [...args, given];
  const sweep = all.at(-1);
  if (sweep?.kind !== "choice" && sweep?.kind !== "range" && sweep?.kind !== "interval")
    throw new GrammarError("Last argument to tag() must be a choice(), range() or interval()");
  const tags = new Set<string>();
  for (const text of all.slice(0, -1)) {
    if (text.kind !== "str")
      throw new GrammarError(`tag arguments type must be string, got ${text.kind}`, { at: text.at });
    tags.add(text.value);
  }
  return { ...sweep, tags };
}

function number(named: BoundCall["named"], name: string): NumberValue | undefined {
  const value = named.get(name);
  return value?.kind === "bool" || value?.kind === "int" || value?.kind === "float" ? value : undefined;
}

function patterns(value: OverrideValue | undefined): readonly OverrideValue[] {
  if (value?.kind === "list") return value.items;
  return value === undefined || value.kind === "null" ? [] : [value];
}
