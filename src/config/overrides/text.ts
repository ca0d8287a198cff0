/** The canonical texts of overrides and values: what a sweep's jobs and Hydra's own files say. */
import { floatRepr } from "../nodes/float-repr.js";
import { globAsDict } from "./glob.js";
import { GrammarError } from "./grammar-error.js";
import type { Override } from "./override.js";
import { enquote } from "./quoted.js";
import type { DictEntry, OverrideValue } from "./value.js";

const SPECIAL = /[\\()[\]{}:=, \t]/g;
const PREFIX = { change: "", add: "+", force_add: "++", del: "~" } as const;

interface Style {
  /** A space after `,` and `:`, as in error messages. */
  readonly spaced: boolean;
}

/** @returns the part in front of `=`: prefix, key and package. */
export function keyElement({ type, key, package: name }: Override): string {
  return PREFIX[type] + (name === undefined ? key : `${key}@${name}`);
}

/** @returns the text after the first `=` as it was typed; undefined without one. */
export function inputValueText({ text }: Override): string | undefined {
  const index = text.indexOf("=");
  return index === -1 ? undefined : text.slice(index + 1);
}

/**
 * @returns the value in the grammar's canonical form, so that it is read back as the same value: text is
 * escaped, quoted text keeps its quotes, no value is `null`.
 * A glob is its patterns.
 * @throws GrammarError for any other sweep, also inside of a list or dict.
 */
export function valueText(value: OverrideValue | undefined, style: Style = { spaced: false }): string {
  if (value === undefined) return "null";
  switch (value.kind) {
    case "null":
      return "null";
    case "bool":
      return value.value ? "True" : "False";
    case "int":
      return value.value.toString();
    case "float":
      return floatRepr(value.value);
    case "str":
      return value.quote === undefined
        ? value.value.replace(SPECIAL, "\\$&")
        : enquote(value.value, value.quote);
    case "list":
      return `[${joined(
        value.items.map((item) => valueText(item, style)),
        style,
      )}]`;
    case "dict":
      return `{${joined(
        value.entries.map((entry) => entryText(entry, style)),
        style,
      )}}`;
    case "glob":
      return valueText(globAsDict(value));
    default:
      throw new GrammarError(`a ${value.kind} cannot be part of a value`, { at: value.at });
  }
}

function entryText({ key, value }: DictEntry, style: Style): string {
  return `${valueText(key)}${style.spaced ? ": " : ":"}${valueText(value, style)}`;
}

function joined(texts: readonly string[], { spaced }: Style): string {
  return texts.join(spaced ? ", " : ",");
}
