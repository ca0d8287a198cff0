/** The override parser: refuses only as `parse`, and reads what it prints as the same value. */
import { ConfigError } from "../../src/config/error.js";
import { typedScalar } from "../../src/config/nodes/scalar.js";
import { GrammarError } from "../../src/config/overrides/grammar-error.js";
import { isSweepOverride, type Override } from "../../src/config/overrides/override.js";
import { parseOverride } from "../../src/config/overrides/parse.js";
import { sweepValues } from "../../src/config/overrides/sweep-values.js";
import { keyElement, valueText } from "../../src/config/overrides/text.js";
import type { OverrideValue } from "../../src/config/overrides/value.js";
import { mutate } from "./mutate.js";
import type { Random } from "./random.js";
import type { FuzzTarget } from "./target.js";

const PREFIXES = ["", "", "", "+", "++", "~"] as const;
const KEYS = [
  "a",
  "db.port",
  "list.0",
  "db@x",
  "hydra/launcher@_global_",
  "a/b@c.d",
  "$x",
  "é",
  "",
  "_k-9",
] as const;
const SCALARS = [
  ...(["0", "-12", "1_000", "1e3", ".5", "-inf", "nan", "010", "0x10", "null", "True", "FALSE"] as const),
  ...([
    "word",
    "two words",
    "a\\,b",
    "x\\ ",
    "./path",
    "a:b",
    "50%",
    "",
    " ",
    "${a.b}",
    "${oc.env:A,'b'}",
  ] as const),
  ...(["'quoted'", '"double"', "'it\\'s'", '"\\\\"', "'${a}'", "'a\\\\'", "'\n'"] as const),
] as const;
const FUNCTIONS = [
  ...(["int", "float", "str", "bool", "json_str", "sort", "shuffle", "tag", "extend_list"] as const),
  ...(["choice", "range", "interval", "glob", "nope"] as const),
] as const;
const ARGUMENT_NAMES = ["", "", "", "step=", "reverse=true,", "list=", "tags=", "exclude="] as const;
const TOKENS = [
  "[",
  "]",
  "{",
  "}",
  "(",
  ")",
  ",",
  ":",
  "=",
  "'",
  '"',
  "\\",
  "${",
  "}",
  ..."choice( range( sort(".split(" "),
] as const;
/** Text that can stand without quotes. Interpolations and casts give other text, which is printed as Hydra does. */
const PLAIN = /^[\w/\-\\+.$%*@?|()[\]{}:=, \t]+$/;
/** A sweep may have no end. */
const SHOWN = 20;

export const overrides: FuzzTarget = {
  name: "overrides",
  count: 1_000_000,
  input(random) {
    const key = random.pick(PREFIXES) + random.pick(KEYS);
    const text = random.once(20) ? key : `${key}=${random.once(5) ? simpleSweep(random) : value(random, 3)}`;
    return mutate(text, random, ["[", ...TOKENS]);
  },
  check(text) {
    const override = parsed(text);
    if (override === undefined) return false;
    if (override.value !== undefined && !isReadable(override.value)) return true;
    for (const printed of texts(override)) {
      const again = parsed(printed);
      const twice = again === undefined ? "(refused)" : fullText(again);
      if (twice !== printed)
        throw new Error(`printed as ${JSON.stringify(printed)}, then as ${JSON.stringify(twice)}`);
    }
    return true;
  },
};

function parsed(text: string): Override | undefined {
  try {
    return parseOverride(text);
  } catch (error) {
    if (error instanceof ConfigError && error.kind === "parse") return undefined;
    throw error;
  }
}

/** The override's own text, or of its first jobs. What cannot be printed has none: a sweep inside of a value. */
function texts(override: Override): string[] {
  try {
    return isSweepOverride(override) ? sweepTexts(override) : [fullText(override)];
  } catch (error) {
    if (error instanceof GrammarError) return [];
    throw error;
  }
}

/** The patterns of a glob lose their quotes. */
function isReadable(value: OverrideValue): boolean {
  switch (value.kind) {
    case "str":
      return value.quote !== undefined || isPlain(value.value);
    case "list":
      return value.items.every(isReadable);
    case "dict":
      return value.entries.every((entry) => isReadable(entry.key) && isReadable(entry.value));
    case "choice":
      return value.list.every(isReadable);
    case "glob":
      return false;
    default:
      return true;
  }
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && typedScalar(text).kind === "str";
}

function sweepTexts(override: Override): string[] {
  const found: string[] = [];
  for (const text of sweepValues(override, {}).texts) {
    if (found.length === SHOWN) break;
    found.push(`${keyElement(override)}=${text}`);
  }
  return found;
}

function fullText(override: Override): string {
  const key = keyElement(override);
  return override.value === undefined ? key : `${key}=${valueText(override.value)}`;
}

function simpleSweep(random: Random): string {
  return [value(random, 1), ...random.several(4, () => value(random, 2))].join(",");
}

function value(random: Random, depth: number): string {
  const kind = depth === 0 ? 0 : random.below(6);
  const part = () => value(random, depth - 1);
  if (kind === 1) return `[${random.several(4, part).join(random.once(3) ? ", " : ",")}]`;
  if (kind === 2) return `{${random.several(3, () => `${random.pick(SCALARS)}:${part()}`).join(",")}}`;
  if (kind === 3)
    return `${random.pick(FUNCTIONS)}(${random.several(4, () => random.pick(ARGUMENT_NAMES) + part()).join(",")})`;
  return random.pick(SCALARS);
}
