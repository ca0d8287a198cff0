/** The functions of the override grammar: their signatures, and calls checked against them. */
import { closest, distance } from "fastest-levenshtein";
import { castFunctions } from "./casts.js";
import { GrammarError } from "./grammar-error.js";
import { sortFunctions } from "./sort-functions.js";
import { sweepFunctions } from "./sweep-functions.js";
import type { OverrideValue } from "./value.js";

export type Kind = OverrideValue["kind"];

/** A call with its arguments as bound to the signature: text has lost its quotes, kinds are checked. */
export interface BoundCall {
  readonly args: readonly OverrideValue[];
  readonly named: ReadonlyMap<string, OverrideValue>;
  readonly at: number;
}

export interface GrammarFunction {
  /** Kinds of any number of positional arguments; absent when positional arguments fill `named` in order. */
  readonly args?: readonly Kind[];
  readonly named: readonly Parameter[];
  run(call: BoundCall): OverrideValue;
}

export interface Parameter {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly required?: true;
}

export interface Call {
  readonly name: string;
  readonly args: readonly OverrideValue[];
  readonly named: ReadonlyMap<string, OverrideValue>;
  readonly at: number;
}

/** A longer name is no misspelt one, and comparing it would take its time. */
const MAX_NAME = 20;

const FUNCTIONS: ReadonlyMap<string, GrammarFunction> = new Map(
  [...castFunctions, ...sweepFunctions, ...sortFunctions].sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** @returns the value of a call. @throws GrammarError for an unknown name, wrong arguments, or what the function refuses. */
export function callFunction(call: Call): OverrideValue {
  const definition = FUNCTIONS.get(call.name);
  if (definition === undefined) throw unknownFunction(call);
  try {
    const bound = bind(definition, {
      ...call,
      args: call.args.map(withoutQuotes),
      named: new Map([...call.named].map(([name, value]) => [name, withoutQuotes(value)])),
    });
    checkKinds(definition, bound);
    return definition.run(bound);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    throw new GrammarError(`${call.name}(): ${error.message}`, { at: error.at ?? call.at, ...hintOf(error) });
  }
}

function unknownFunction({ name, at }: Call): GrammarError {
  const names = [...FUNCTIONS.keys()];
  const compared = name.slice(0, MAX_NAME);
  const nearest = closest(compared, names);
  const guess = distance(compared, nearest) <= 2 ? `did you mean '${nearest}'? ` : "";
  return new GrammarError(`Unknown function '${name}'`, {
    at,
    hint: `${guess}Available: ${names.join(",")}`,
  });
}

function withoutQuotes(value: OverrideValue): OverrideValue {
  return value.kind === "str" ? { kind: "str", value: value.value, at: value.at } : value;
}

function bind(definition: GrammarFunction, call: Call): BoundCall {
  for (const [name, value] of call.named) {
    if (definition.named.some((parameter) => parameter.name === name)) continue;
    const names = definition.named.map((parameter) => parameter.name).join(", ");
    throw new GrammarError(`got an unexpected keyword argument '${name}'`, {
      at: value.at,
      hint: names === "" ? "it has no named arguments" : `named arguments: ${names}`,
    });
  }
  if (definition.args !== undefined) return call;
  const named = new Map<string, OverrideValue>();
  for (const [index, value] of call.args.entries()) {
    const parameter = definition.named[index];
    if (parameter === undefined)
      throw new GrammarError(`takes at most ${definition.named.length} arguments`, { at: value.at });
    if (call.named.has(parameter.name))
      throw new GrammarError(`multiple values for argument '${parameter.name}'`, { at: value.at });
    named.set(parameter.name, value);
  }
  for (const [name, value] of call.named) named.set(name, value);
  const missing = definition.named.find(({ name, required }) => required && !named.has(name));
  if (missing !== undefined) throw new GrammarError(`missing a required argument: '${missing.name}'`);
  return { args: [], named, at: call.at };
}

function checkKinds(definition: GrammarFunction, { args, named }: BoundCall): void {
  for (const [index, value] of args.entries())
    requireKind(`argument ${index + 1}`, value, definition.args ?? []);
  for (const { name, kinds } of definition.named) {
    const value = named.get(name);
    if (value !== undefined) requireKind(`'${name}'`, value, kinds);
  }
}

function requireKind(what: string, value: OverrideValue, kinds: readonly Kind[]): void {
  if (kinds.includes(value.kind)) return;
  throw new GrammarError(`${what} is of type ${value.kind}, which is not one of ${kinds.join(", ")}`, {
    at: value.at,
  });
}

function hintOf({ hint }: GrammarError): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
