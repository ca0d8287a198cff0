import { GrammarError } from "./grammar-error.js";
import { type ChoiceSweep, isSweep, type OverrideValue } from "./value.js";

/** @returns the choice `a,b,c` of the values. @throws GrammarError when one of them is a sweep itself. */
export function simpleChoice(list: readonly OverrideValue[], at: number): ChoiceSweep {
  const sweep = list.find(isSweep);
  if (sweep !== undefined)
    throw new GrammarError(`a ${sweep.kind} cannot be one of several arguments`, { at: sweep.at });
  return { kind: "choice", list, simple: true, shuffle: false, tags: new Set(), at };
}
