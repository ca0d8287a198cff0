import { type Flag, flagNames } from "./flag.js";
import { type FlagWord, matchFlag } from "./match-flag.js";
import { UsageError } from "./usage-error.js";

/** A command line taken apart. */
export interface Arguments {
  /** By a flag's name: its value, or true for one that takes none. */
  readonly flags: ReadonlyMap<string, string | true>;
  /** Overrides, word by word as they were typed. */
  readonly words: readonly string[];
}

/**
 * Reads a command line as Hydra's does, except that flags may stand between overrides, too. What follows `--` is
 * an override.
 * @param flags the program's flags: Hydra's, and its own.
 * @throws UsageError: an unknown or ambiguous flag, a value that is missing, not wanted or not among the choices.
 */
export function parseArguments(argv: readonly string[], flags: readonly Flag[]): Arguments {
  const found = new Map<string, string | true>();
  const words: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") return { flags: found, words: [...words, ...rest] };
    const match = matchFlag(word, flags);
    if (match === undefined) {
      words.push(word);
      continue;
    }
    for (const { flag, attached } of separate(match, flags)) {
      found.set(flag.name, takeValue(flag, attached, rest));
      if (flag.ends) return { flags: found, words };
    }
  }
  return { flags: found, words };
}

/** `-mr` is `-m -r`: what stands right behind a flag that takes no value is more flags. */
function separate(match: FlagWord, flags: readonly Flag[]): FlagWord[] {
  const { flag, attached, joined } = match;
  if (!joined || attached === undefined || flag.value !== undefined) return [match];
  const next = matchFlag(`-${attached}`, flags);
  if (next === undefined) throw notWanted(flag, attached);
  return [{ flag }, ...separate(next, flags)];
}

/** Takes a flag's value from the words behind it, where it is not attached. */
function takeValue(flag: Flag, attached: string | undefined, rest: string[]): string | true {
  if (flag.value === undefined) {
    if (attached !== undefined) throw notWanted(flag, attached);
    return true;
  }
  const value = attached ?? following(rest) ?? flag.bare;
  if (value === undefined) throw new UsageError(`argument ${flagNames(flag)}: expected one argument`);
  const { choices } = flag;
  if (choices === undefined || choices.includes(value)) return value;
  const allowed = choices.map((choice) => `'${choice}'`).join(", ");
  throw new UsageError(`argument ${flagNames(flag)}: invalid choice: '${value}' (choose from ${allowed})`);
}

function following(rest: string[]): string | undefined {
  const [next] = rest;
  const isValue = next !== undefined && (next === "-" || !next.startsWith("-") || / |^-[\d.]+$/.test(next));
  return isValue ? rest.shift() : undefined;
}

function notWanted(flag: Flag, attached: string): UsageError {
  return new UsageError(`argument ${flagNames(flag)}: ignored explicit argument '${attached}'`);
}
