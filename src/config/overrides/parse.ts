/** The way into the override grammar: texts to typed overrides, with errors that point at the column. */
import { skipSpace } from "./characters.js";
import { GrammarError } from "./grammar-error.js";
import { parseKey } from "./key.js";
import type { Override } from "./override.js";
import { overrideError } from "./override-error.js";
import type { OverrideValue } from "./value.js";
import { parseValue } from "./value-parser.js";

/**
 * @returns the override that a command line argument says.
 * @throws ConfigError (parse) whose message shows the argument with a caret under the place of the error.
 */
export function parseOverride(text: string): Override {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GrammarError) throw overrideError(text, error);
    throw error;
  }
}

/** @returns the overrides in order. @throws ConfigError (parse) for the first that is malformed. */
export function parseOverrides(texts: readonly string[]): Override[] {
  return texts.map(parseOverride);
}

function parse(text: string): Override {
  const { end, ...key } = parseKey(text);
  if (end === text.length && key.type === "del") return { ...key, text };
  if (text[end] !== "=") throw missingEqual(text, end);
  const start = skipSpace(text, end + 1);
  const value: OverrideValue =
    start === text.length ? { kind: "str", value: "", at: start } : parseValue(text, start);
  return { ...key, value, at: { ...key.at, value: start }, text };
}

function missingEqual(text: string, at: number): GrammarError {
  const found = text.codePointAt(at);
  const what = found === undefined ? "<EOF>" : String.fromCodePoint(found);
  return new GrammarError(`missing EQUAL at '${what}'`, { at, hint: hintAt(what) });
}

function hintAt(found: string): string {
  switch (found) {
    case "<EOF>":
      return "an override is written key=value; ~key deletes";
    case ":":
      return "a package is written group@package=option";
    case "[":
      return "an item of a list is written key.0=value";
    case " ":
    case "\t":
      return "there is no space in front of '='";
    default:
      return "a key is made of ASCII letters, digits, _, - and $, with dots between its parts";
  }
}
