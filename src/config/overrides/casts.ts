/** `int(…)`, `float(…)`, `str(…)`, `bool(…)`: casts of elements, of all items of lists, dicts and sweeps. */
import { floatRepr } from "../nodes/float-repr.js";
import type { BoundCall, GrammarFunction, Kind } from "./functions.js";
import { GrammarError } from "./grammar-error.js";
import { toFloat } from "./python-arithmetic.js";
import { readFloat, readInt } from "./python-number.js";
import { simpleChoice } from "./simple-choice.js";
import type { NumberValue, OverrideValue, StrValue } from "./value.js";

/** How one cast treats the values that hold no others. */
interface Cast {
  /** The name as in an override. */
  readonly name: string;
  scalar(value: NumberValue | StrValue): NumberValue | StrValue;
  /** The value of null and of other things that are no scalar; absent when they cannot be cast. */
  readonly other?: (value: OverrideValue) => OverrideValue;
  /** Casts a bound of a range or an interval; absent when they cannot be cast. */
  bound?(value: NumberValue): NumberValue;
}

const KINDS: readonly Kind[] = [
  "null",
  "bool",
  "int",
  "float",
  "str",
  "list",
  "dict",
  "choice",
  "range",
  "interval",
];

const CASTS: readonly Cast[] = [
  { name: "int", scalar: castInt, bound: castInt },
  { name: "float", scalar: castFloat, bound: castFloat },
  { name: "str", scalar: castStr },
  {
    name: "bool",
    scalar: castBool,
    other: ({ kind, at }) => ({ kind: "bool", value: kind !== "null", at }),
  },
];

export const castFunctions: readonly (readonly [string, GrammarFunction])[] = CASTS.map((cast) => [
  cast.name,
  { args: KINDS, named: [{ name: "value", kinds: KINDS }], run: (call) => apply(cast, argument(call)) },
]);

/** The one value to cast: `value=`, the only argument, or several arguments as a choice. */
function argument({ args, named, at }: BoundCall): OverrideValue {
  const value = named.get("value");
  if (value !== undefined && value.kind !== "null") {
    if (args.length > 0) throw new GrammarError("cannot use both position and named arguments");
    return value;
  }
  const [first] = args;
  if (first === undefined) throw new GrammarError("No positional args or value specified");
  return args.length === 1 ? first : simpleChoice(args, at);
}

/** Choices and ranges lose their tags and shuffling, intervals keep their tags: so Hydra does. */
function apply(cast: Cast, value: OverrideValue): OverrideValue {
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map((item) => apply(cast, item)) };
    case "dict":
      return {
        ...value,
        entries: value.entries.map((entry) => ({ key: entry.key, value: apply(cast, entry.value) })),
      };
    case "choice":
      return {
        ...value,
        list: value.list.map((item) => applyInChoice(cast, item)),
        shuffle: false,
        tags: new Set(),
      };
    case "range": {
      const bound = boundCast(cast, value);
      const { start, stop, step } = value;
      return {
        ...value,
        start: bound(start),
        stop: bound(stop),
        step: bound(step),
        shuffle: false,
        tags: new Set(),
      };
    }
    case "interval": {
      const bound = boundCast(cast, value);
      return { ...value, start: bound(value.start), end: bound(value.end) };
    }
    case "null":
    case "glob":
      if (cast.other === undefined) throw cannotCast(cast, value);
      return cast.other(value);
    default:
      return cast.scalar(value);
  }
}

function applyInChoice(cast: Cast, item: OverrideValue): OverrideValue {
  const result = apply(cast, item);
  if (result.kind === "choice" || result.kind === "range" || result.kind === "interval")
    throw new GrammarError("a sweep inside of a choice cannot be cast", { at: item.at });
  return result;
}

function boundCast(cast: Cast, value: OverrideValue): (bound: NumberValue) => NumberValue {
  if (cast.bound === undefined) throw cannotCast(cast, value);
  return cast.bound;
}

function cannotCast(cast: Cast, { kind, at }: OverrideValue): GrammarError {
  return new GrammarError(`a value of type ${kind} cannot be cast to ${cast.name}`, { at });
}

function castInt(value: NumberValue | StrValue): NumberValue {
  const { at } = value;
  if (value.kind === "str") return { kind: "int", value: readInt(value.value, at), at };
  if (value.kind !== "float") return { kind: "int", value: BigInt(value.value), at };
  if (!Number.isFinite(value.value))
    throw new GrammarError(`cannot convert ${floatRepr(value.value)} to an integer`, { at });
  return { kind: "int", value: BigInt(Math.trunc(value.value)), at };
}

function castFloat(value: NumberValue | StrValue): NumberValue {
  const number = value.kind === "str" ? readFloat(value.value, value.at) : toFloat(value);
  return { kind: "float", value: number, at: value.at };
}

function castStr(value: NumberValue | StrValue): StrValue {
  const text = value.kind === "float" ? floatRepr(value.value) : String(value.value);
  return { kind: "str", value: text, at: value.at };
}

function castBool(value: NumberValue | StrValue): NumberValue {
  const { at } = value;
  if (value.kind !== "str")
    return { kind: "bool", value: Number.isNaN(value.value) || Boolean(value.value), at };
  const word = value.value.toLowerCase();
  if (word !== "true" && word !== "false")
    throw new GrammarError(`Cannot cast '${value.value}' to bool`, { at, hint: "it must be true or false" });
  return { kind: "bool", value: word === "true", at };
}
