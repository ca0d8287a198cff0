/** Shell patterns as Python's `fnmatch` reads them on POSIX: `*`, `?`, `[a-c]`, `[!a-c]`. */
import { GrammarError } from "./grammar-error.js";
import type { GlobSweep, OverrideValue } from "./value.js";

/**
 * @returns the names that a pattern of `include` matches and none of `exclude`, in their order.
 * @throws GrammarError when a pattern that has to be tried is not unquoted text.
 */
export function filterNames({ include, exclude }: GlobSweep, names: readonly string[]): string[] {
  const included = matcher(include);
  const excluded = matcher(exclude);
  return names.filter((name) => included(name) && !excluded(name));
}

function matcher(patterns: readonly OverrideValue[]): (name: string) => boolean {
  const compiled = patterns.map(compile);
  return (name) => compiled.some((matches) => matches(name));
}

function compile(pattern: OverrideValue): (name: string) => boolean {
  if (pattern.kind !== "str" || pattern.quote !== undefined) {
    return () => {
      const what = pattern.kind === "str" ? "quoted text" : pattern.kind;
      throw new GrammarError(`glob: a pattern is unquoted text, not ${what}`, { at: pattern.at });
    };
  }
  const parts = tokens(pattern.value);
  return (name) => matches([...name], parts);
}

/** One step of a pattern: any run of characters, or one character that passes a test. */
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
  const steps: Step[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*") steps.push("any");
    else if (character === "?") steps.push(() => true);
    else {
      const end = character === "[" ? setEnd(characters, index) : -1;
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
