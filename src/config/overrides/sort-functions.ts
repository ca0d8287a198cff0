/** `sort` and `shuffle`, of lists and of sweeps. */
import type { BoundCall, GrammarFunction, Kind } from "./functions.js";
import { GrammarError } from "./grammar-error.js";
import { absolute, add, comparable, negate } from "./python-arithmetic.js";
import { sortValues } from "./python-order.js";
import { shuffled } from "./shuffled.js";
import { simpleChoice } from "./simple-choice.js";
import type { ChoiceSweep, OverrideValue, RangeSweep } from "./value.js";

const PRIMITIVE: readonly Kind[] = ["bool", "int", "float", "str"];
const ARGS: readonly Kind[] = [...PRIMITIVE, "list", "dict", "choice", "range"];
const NAMED = [
  { name: "sweep", kinds: ["choice", "range", "null"] },
  { name: "list", kinds: ["list", "null"] },
] as const;

export const sortFunctions: readonly (readonly [string, GrammarFunction])[] = [
  ["sort", { args: ARGS, named: [...NAMED, { name: "reverse", kinds: ["bool"] }], run: sort }],
  ["shuffle", { args: ARGS, named: NAMED, run: shuffle }],
];

function sort({ args, named, at }: BoundCall): OverrideValue {
  const flag = named.get("reverse");
  const order = { reverse: flag?.kind === "bool" && flag.value };
  const given = givenByName(named);
  if (given === undefined && args.length !== 1) {
    if (args.length === 0) throw new GrammarError("empty sort input");
    const other = args.find((value) => !PRIMITIVE.includes(value.kind));
    if (other !== undefined)
      throw new GrammarError(`a ${other.kind} cannot be sorted among others`, { at: other.at });
    return sortSweep(simpleChoice(args, at), order);
  }
  const only = given ?? args[0];
  if (only === undefined) throw new GrammarError("empty sort input");
  if (only.kind === "choice" || only.kind === "range") return sortSweep(only, order);
  return only.kind === "list" ? { ...only, items: sortValues(only.items, order) } : only;
}

/** One value that is no list or sweep becomes a list, several become a choice: so Hydra does. */
function shuffle({ args, named, at }: BoundCall): OverrideValue {
  const given = givenByName(named);
  if (given === undefined && args.length !== 1) return { ...simpleChoice(args, at), shuffle: true };
  const only = given ?? args[0];
  if (only === undefined) return { kind: "list", items: [], at };
  if (only.kind === "choice" || only.kind === "range") return { ...only, shuffle: true };
  return { kind: "list", items: only.kind === "list" ? shuffled(only.items) : [only], at };
}

/** `list=` comes before `sweep=`, and both before positional arguments. */
function givenByName(named: BoundCall["named"]): OverrideValue | undefined {
  return [named.get("list"), named.get("sweep")].find(
    (value) => value !== undefined && value.kind !== "null",
  );
}

/** A range is turned around, with bounds so that it has the same numbers. */
function sortSweep(sweep: ChoiceSweep | RangeSweep, order: { readonly reverse: boolean }): OverrideValue {
  if (sweep.kind === "choice") return { ...sweep, list: sortValues(sweep.list, order) };
  const { start, stop, step } = sweep;
  const size = absolute(step);
  const [first, last] = [comparable(start), comparable(stop)];
  if (!order.reverse && first > last) {
    return { ...sweep, start: add(stop, size), stop: add(start, size), step: negate(step) };
  }
  if (order.reverse && first < last) {
    const less = negate(size);
    return { ...sweep, start: add(stop, less), stop: add(start, less), step: negate(step) };
  }
  return sweep;
}
