import type { JsonSchema } from "../schema/json.js";
import { percentDecoded } from "./percent-decoded.js";

/** A place in a schema, with the document that its local references point into. */
export interface SchemaPlace {
  readonly schema: JsonSchema;
  readonly document: JsonSchema;
}

/** Words whose schemas are for the same value. */
const COMBINED = ["allOf", "anyOf", "oneOf", "then", "else", "if"];
/** The same, behind the name of a property that brings them in. */
const DEPENDENT = ["dependencies", "dependentSchemas"];
const MAX_DEPTH = 32;

/** @returns the place with all that its references and combinations say of the same value. */
export function alike(place: SchemaPlace, depth = 0): SchemaPlace[] {
  if (depth > MAX_DEPTH) return [];
  const { schema, document } = place;
  const added = COMBINED.flatMap((word) => schemasIn(schema[word]));
  for (const word of DEPENDENT) added.push(...schemasIn(Object.values(schemaOf(schema[word]))));
  if (typeof schema.$ref === "string") added.push(...schemasIn(lookUp(document, schema.$ref)));
  return [place, ...added.flatMap((next) => alike({ schema: next, document }, depth + 1))];
}

/**
 * @param name of a property, or an item's index.
 * @returns what the place alone, without its references and combinations, says of that property or item.
 */
export function below({ schema, document }: SchemaPlace, name: string): SchemaPlace[] {
  const named = [...schemasIn(ownOf(schemaOf(schema.properties), name)), ...matching(schema, name)];
  const listed = schemasIn(itemSchema(schema, name));
  const found = [...(named.length > 0 ? named : schemasIn(schema.additionalProperties)), ...listed];
  return found.map((next) => ({ schema: next, document }));
}

function matching({ patternProperties }: JsonSchema, name: string): JsonSchema[] {
  const patterns = Object.entries(schemaOf(patternProperties));
  return schemasIn(patterns.filter(([pattern]) => matches(pattern, name)).map(([, found]) => found));
}

/** A pattern that is none is told of where the schema is checked. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return true;
  }
}

/** Of a tuple, each item has a schema of its own, and those behind them the one of the rest. */
function itemSchema({ items, additionalItems }: JsonSchema, index: string): unknown {
  if (!Array.isArray(items)) return items;
  return ownOf(items, index) ?? additionalItems;
}

/** @returns what a local reference, `#/$defs/token`, points at. */
function lookUp(document: JsonSchema, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let found: unknown = document;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const name = percentDecoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = ownOf(found, name);
  }
  return found;
}

function ownOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function schemaOf(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

function schemasIn(value: unknown): JsonSchema[] {
  return (Array.isArray(value) ? value : [value]).filter(isSchema);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
