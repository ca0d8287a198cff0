import type { JsonSchema } from "./json.js";
import { nearestName } from "./problem.js";
import type { SchemaError } from "./validators.js";

/** What a schema error says about one key: the key relative to the section, a message and a hint. */
export interface Described {
  readonly path: readonly string[];
  readonly message: string;
  readonly hint?: string;
}

/**
 * @returns what an ajv error means to the author of a configuration.
 * @param home names the section that knows an attribute, for one that stands in the wrong section.
 */
export function describeError(
  error: SchemaError,
  home: (attribute: string) => string | undefined,
): Described {
  const path = error.instancePath.split("/").slice(1).map(unescapePointer);
  const schema: JsonSchema = error.parentSchema ?? {};
  switch (error.keyword) {
    case "additionalProperties":
      return unknownAttribute(path, String(error.params.additionalProperty), schema, home);
    case "required":
      return missingAttribute(path, String(error.params.missingProperty), schema);
    case "enum":
      return unknownValue(path, error.data, schema);
    case "type":
      return { path, message: `must be ${typeNames(schema)}, got ${shown(error.data)}` };
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return { path, message: `must be ${range(schema)}, got ${shown(error.data)}` };
    case "minLength":
    case "minItems":
      return { path, message: "must not be empty" };
    default:
      return { path, message: `${error.message ?? "is not valid"}, got ${shown(error.data)}` };
  }
}

function unknownAttribute(
  path: readonly string[],
  name: string,
  schema: JsonSchema,
  home: (attribute: string) => string | undefined,
): Described {
  const known = Object.keys(schema.properties ?? {});
  const near = nearestName(name, known);
  const section = home(name);
  const hints = [
    near === undefined ? undefined : `Did you mean \`${near}\`?`,
    near === undefined && section !== undefined ? `\`${name}\` belongs to \`${section}\`.` : undefined,
    `Allowed: ${known.join(", ")}.`,
  ];
  return { path: [...path, name], message: "unknown attribute", hint: hints.filter(Boolean).join(" ") };
}

function missingAttribute(path: readonly string[], name: string, schema: JsonSchema): Described {
  const properties: JsonSchema = { ...(schema.properties ?? {}) };
  const hint = meaning(properties[name]);
  return { path: [...path, name], message: "missing attribute", ...(hint === "" ? {} : { hint }) };
}

/** @returns an attribute's description and the values that it may have. */
export function meaning(schema: unknown): string {
  const { description, enum: values }: JsonSchema = { ...(schema ?? {}) };
  const allowed = Array.isArray(values) ? `Allowed: ${values.filter(isText).join(", ")}.` : "";
  return [typeof description === "string" ? description : "", allowed].filter(Boolean).join(" ");
}

function unknownValue(path: readonly string[], value: unknown, schema: JsonSchema): Described {
  const allowed = Array.isArray(schema.enum) ? schema.enum.filter((item) => item !== null).map(String) : [];
  const near = typeof value === "string" ? nearestName(value, allowed) : undefined;
  const question = near === undefined ? "" : `Did you mean \`${near}\`? `;
  return {
    path,
    message: `unknown value ${shown(value)}`,
    hint: `${question}Allowed: ${allowed.join(", ")}.`,
  };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "a section (a mapping)",
  array: "a list",
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "True or False",
  null: "null",
};

function typeNames(schema: JsonSchema): string {
  const types = [schema.type].flat().map(String);
  return types.map((type) => TYPE_NAMES[type] ?? type).join(" or ");
}

const BOUNDS = [
  ["minimum", "at least"],
  ["exclusiveMinimum", "greater than"],
  ["maximum", "at most"],
  ["exclusiveMaximum", "less than"],
] as const;

function range(schema: JsonSchema): string {
  const bounds = BOUNDS.filter(([keyword]) => schema[keyword] !== undefined);
  return bounds.map(([keyword, words]) => `${words} ${String(schema[keyword])}`).join(" and ");
}

function shown(value: unknown): string {
  if (typeof value === "string") return `'${value.length > 80 ? `${value.slice(0, 77)}…` : value}'`;
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a section (a mapping)";
  return String(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
