import type { JsonSchema } from "../json.js";
import { textPattern } from "./text-pattern.js";

/** Keywords that tell about a value and stay outside of what may be written in its place. */
const ANNOTATIONS = ["title", "description", "default", "examples"];
/**
 * The program's own keywords, names that would change what references mean, and rules that only a composed and
 * resolved value can keep: an interpolation has no format, what is required may stand in another file.
 */
const LEFT_OUT = [
  "$id",
  "$schema",
  "unavailable",
  "ignoreCase",
  "writeOnly",
  "format",
  "required",
  "dependencies",
  "dependentRequired",
  "minProperties",
  "not",
  "if",
  "then",
  "else",
];
const BY_NAME = ["properties", "patternProperties", "definitions", "$defs"];
const SINGLE = ["items", "additionalProperties", "additionalItems", "contains"];
const SEVERAL = ["allOf", "anyOf", "oneOf"];
/** What text in place of a value would have to fit as well, were it not told apart from the value. */
const TEXT_RULES = ["enum", "const", "pattern", "maxLength"];

export interface Document {
  /** Pointer to the schema in the document that it becomes a part of. */
  readonly root: string;
}

/**
 * @param schema of a resolved value
 * @returns the schema of what a file may say in its place: the value; text with an interpolation; `???`; arithmetic
 *   for a number or a shape; null and `None` where there is a default; a word in any case where case does not count.
 */
export function unresolved(schema: JsonSchema, document: Document): JsonSchema {
  const kept = inner(schema, document);
  const types = typesOf(schema);
  const ruled = TEXT_RULES.some((keyword) => keyword in schema);
  const combined = [...SEVERAL, "$ref"].some((keyword) => keyword in schema);
  if (combined || (types.length === 0 && !ruled)) return kept;
  if (types.includes("object"))
    return { ...kept, type: union(types, "null", "string"), pattern: text(schema).pattern };
  const nullable = hasDefault(schema) ? ["null"] : [];
  const wider = types.includes("string") && !("enum" in schema) ? union(types, "number", ...nullable) : types;
  if (types.includes("string") && !ruled) return { ...kept, type: wider };
  const { annotations, rules } = parted(kept);
  const value = types.length === 0 ? rules : { ...rules, type: wider };
  const blank = hasDefault(schema) && !wider.includes("null") ? [{ type: "null" }] : [];
  return { ...annotations, anyOf: [value, ...blank, text(schema)] };
}

function parted(schema: JsonSchema): { annotations: JsonSchema; rules: JsonSchema } {
  const entries = Object.entries(schema);
  return {
    annotations: Object.fromEntries(entries.filter(([keyword]) => ANNOTATIONS.includes(keyword))),
    rules: Object.fromEntries(entries.filter(([keyword]) => !ANNOTATIONS.includes(keyword))),
  };
}

function inner(schema: JsonSchema, document: Document): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([keyword]) => !LEFT_OUT.includes(keyword) && !keyword.startsWith("x-"))
    .map(([keyword, value]): [string, unknown] => {
      if (keyword === "$ref") return [keyword, moved(value, document)];
      if (BY_NAME.includes(keyword)) return [keyword, mapped(value, (each) => below(each, document))];
      if (SEVERAL.includes(keyword)) return [keyword === "oneOf" ? "anyOf" : keyword, below(value, document)];
      return [keyword, SINGLE.includes(keyword) ? below(value, document) : value];
    });
  return Object.fromEntries(entries);
}

function below(value: unknown, document: Document): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => below(each, document));
  return typeof value === "object" && value !== null ? unresolved({ ...value }, document) : value;
}

function mapped(value: unknown, work: (each: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, work(each)]));
}

/** A reference into the schema's own document goes to where that is now. */
function moved(reference: unknown, { root }: Document): unknown {
  return typeof reference === "string" && reference.startsWith("#") ? root + reference.slice(1) : reference;
}

function text(schema: JsonSchema) {
  const types = typesOf(schema);
  const values: unknown[] = Array.isArray(schema.enum) ? schema.enum : [];
  return textPattern({
    number: types.includes("number") || types.includes("integer"),
    boolean: types.includes("boolean"),
    tuple: types.includes("array") && !hasTextItems(schema),
    nothing: types.includes("null") && !types.includes("string"),
    words: schema.ignoreCase === true ? values.filter((value) => typeof value === "string") : [],
  });
}

function typesOf({ type }: JsonSchema): string[] {
  return [type].flat().filter((name) => typeof name === "string");
}

function hasTextItems({ items }: JsonSchema): boolean {
  return typeof items === "object" && items !== null && typesOf({ ...items }).includes("string");
}

/** A blank attribute has its default. */
function hasDefault({ default: value }: JsonSchema): boolean {
  return value !== undefined && value !== null;
}

function union(types: readonly string[], ...more: readonly string[]): string[] {
  return [...new Set([...types, ...more])];
}
