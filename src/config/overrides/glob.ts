/** Shell patterns as Python's `fnmatch` reads them on POSIX: `*`, `?`, `[a-c]`, `[!a-c]`. */
import { floatRepr } from "../nodes/float-repr.js";
import { GrammarError } from "./grammar-error.js";
import type { DictValue, GlobSweep, ListValue, OverrideValue, StrValue } from "./value.js";

/**
 * @returns the names that a pattern of `include` matches and none of `exclude`, in their order.
 * @throws GrammarError when a pattern that has to be tried is not unquoted text.
 */
export function filterNames({ include, exclude }: GlobSweep, names: readonly string[]): string[] {
  const included = matcher(include);
  const excluded = matcher(exclude);
  return names.filter((name) => included(name) && !excluded(name));
}

/**
 * @returns what Hydra makes of a glob inside of a list or dict, where it is no sweep: `{include:[…],exclude:[…]}`
 * with texts.
 * @throws GrammarError when a pattern is no scalar or is quoted.
 */
export function globAsDict({ include, exclude, at }: GlobSweep): DictValue {
  const entry = (name: string, patterns: readonly OverrideValue[]) => {
    const value: ListValue = { kind: "list", items: patterns.map(asText), at };
    return { key: { kind: "str", value: name, at }, value } as const;
  };
  return { kind: "dict", entries: [entry("include", include), entry("exclude", exclude)], at };
}

function asText(pattern: OverrideValue): StrValue {
  const { at } = pattern;
  switch (pattern.kind) {
    case "int":
      return { kind: "str", value: String(pattern.value), at };
    case "float":
      return { kind: "str", value: floatRepr(pattern.value), at };
    case "bool":
      return { kind: "str", value: pattern.value ? "True" : "False", at };
    default:
      if (pattern.kind === "str" && pattern.quote === undefined) return pattern;
      throw notAPattern(pattern);
  }
}

function notAPattern(pattern: OverrideValue): GrammarError {
  const what = pattern.kind === "str" ? "quoted text" : pattern.kind;
  return new GrammarError(`glob: a pattern is unquoted text, not ${what}`, { at: pattern.at });
}

function matcher(patterns: readonly OverrideValue[]): (name: string) => boolean {
  const compiled = patterns.map(compile);
  return (name) => compiled.some((matches) => matches(name));
}

function compile(pattern: OverrideValue): (name: string) => boolean {
  if (pattern.kind !== "str" || pattern.quote !== undefined) {
    return () => {
      throw notAPattern(pattern);
    };
  }
  const parts = tokens(pattern.value);
  return (name) => matches([...name], parts);
}

/** One step of a pattern: a run of characters, whatever they are, or one character that passes a test. */
type Step = "any" | ((character: string) => boolean);

/** Greedy with one point to come back to, so that `*a*a*a*` costs at most pattern times name. */
function matches(name: readonly string[], steps: readonly Step[]): boolean {
  let [index, step] = [0, 0];
  let retry: { index: number; step: number } | undefined;
  while (index < name.length || step < steps.length) {
    const current = steps[step];
    const character = name[index];
    if (current === "any") {
      step++;
      retry = { index, step };
    } else if (current !== undefined && character !== undefined && current(character)) {
      index++;
      step++;
    } else if (retry !== undefined && retry.index < name.length) {
      retry = { index: retry.index + 1, step: retry.step };
      ({ index, step } = retry);
    } else return false;
  }
  return true;
}

function tokens(pattern: string): Step[] {
  const characters = [...pattern];
  const lastClose = characters.lastIndexOf("]");
  const steps: Step[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*") steps.push("any");
    else if (character === "?") steps.push(() => true);
    else {
      const end = character === "[" && index < lastClose ? setEnd(characters, index) : -1;
      steps.push(end === -1 ? (other) => other === character : inSet(characters.slice(index + 1, end)));
      if (end !== -1) index = end;
    }
  }
  return steps;
}

/** The index of the `]` that closes a set, -1 if none: a `]` right behind `[` or `[!` is a member. */
function setEnd(characters: readonly string[], start: number): number {
  const first = characters[start + 1] === "!" ? start + 2 : start + 1;
  return characters.indexOf("]", characters[first] === "]" ? first + 1 : first);
}

function inSet(members: readonly string[]): (character: string) => boolean {
  const isNegated = members[0] === "!";
  const ranges: [string, string][] = [];
  for (let index = isNegated ? 1 : 0; index < members.length; index++) {
    const first = members[index] ?? "";
    const last = members[index + 2];
    const isRange = members[index + 1] === "-" && last !== undefined;
    ranges.push([first, isRange ? last : first]);
    if (isRange) index += 2;
  }
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}
