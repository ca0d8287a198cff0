/** Secrets: values whose schema says `writeOnly: true`. They leave the config and travel by environment only. */

import type { Json, JsonObject, JsonSchema } from "../schema/json.js";
import { isObject } from "./config-value.js";
import type { ServiceManifest } from "./manifest.js";

/** A part of the config without its secrets. */
export interface Parted {
  readonly config: JsonObject;
  /** Environment variable → value. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** @returns the environment variable of a secret: `mine.api_token` → `STAGE_SECRET_MINE_API_TOKEN`. */
export function secretVariable(key: string): string {
  return `STAGE_SECRET_${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;
}

/**
 * Takes the secrets out of a config. Every service's schema is asked, since a stage may read another's section.
 *
 * @returns the config without secrets (in a list, null keeps the place) and the secrets by environment variable:
 *   text as it is, anything else as JSON. A secret without a value (null) is left out of both.
 */
export function partSecrets(config: JsonObject, services: ReadonlyMap<string, ServiceManifest>): Parted {
  const secrets = new Map<string, string>();
  const kept = strip(config, [rootSchema(services)], { at: "", secrets });
  return { config: isObject(kept) ? kept : {}, secrets };
}

/** @returns whether a dotted config key is a secret, lies in one or holds one; in doubt it does. */
export function holdsSecret(key: string, services: ReadonlyMap<string, ServiceManifest>): boolean {
  let places = expand(rootSchema(services), 0);
  for (const [depth, name] of key.split(".").entries()) {
    places = places.flatMap((place) => below(place, name, depth === 0)).flatMap((place) => expand(place, 0));
    if (places.some(({ schema }) => schema.writeOnly === true)) return true;
  }
  const isMentioned = (schema: JsonSchema) => JSON.stringify(schema).includes('"writeOnly":true');
  return places.some(
    ({ schema, document }) =>
      isMentioned(schema) || (JSON.stringify(schema).includes('"$ref"') && isMentioned(document)),
  );
}

interface Walk {
  readonly at: string;
  readonly secrets: Map<string, string>;
}

/** A place in a schema, with the document that its local references point into. */
interface Place {
  readonly schema: JsonSchema;
  readonly document: JsonSchema;
}

function rootSchema(services: ReadonlyMap<string, ServiceManifest>): Place {
  const sections = [...services.values()].flatMap(({ name, schema }) =>
    schema ? [[name, schema] as const] : [],
  );
  const schema = { properties: Object.fromEntries(sections) };
  return { schema, document: schema };
}

/** @returns the value without secrets; undefined when it is a secret itself. */
function strip(value: Json, places: readonly Place[], { at, secrets }: Walk): Json | undefined {
  const here = places.flatMap((place) => expand(place, 0));
  if (here.some(({ schema }) => schema.writeOnly === true)) {
    if (value !== null)
      secrets.set(secretVariable(at), typeof value === "string" ? value : JSON.stringify(value));
    return undefined;
  }
  if (here.length === 0 || typeof value !== "object" || value === null) return value;
  const inner = (name: string, item: Json) =>
    strip(
      item,
      here.flatMap((place) => below(place, name, at === "")),
      { at: at ? `${at}.${name}` : name, secrets },
    );
  if (!isObject(value)) {
    return (Array.isArray(value) ? value : []).map((item: Json, index) => inner(String(index), item) ?? null);
  }
  const kept: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    const rest = inner(name, item);
    if (rest !== undefined) kept.push([name, rest]);
  }
  return Object.fromEntries(kept);
}

const COMBINED = ["allOf", "anyOf", "oneOf", "then", "else", "if"];
const MAX_DEPTH = 32;

/** @returns the schema with all that its references and combinations add at the same place. */
function expand(place: Place, depth: number): Place[] {
  if (depth > MAX_DEPTH) return [];
  const { schema, document } = place;
  const added = COMBINED.flatMap((word) => schemasIn(schema[word]));
  if (typeof schema.$ref === "string") added.push(...schemasIn(lookUp(document, schema.$ref)));
  return [place, ...added.flatMap((next) => expand({ schema: next, document }, depth + 1))];
}

function below({ schema, document }: Place, name: string, isRoot: boolean): Place[] {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const named = Object.hasOwn(properties, name) ? schemasIn(properties[name]) : [];
  const others = named.length > 0 ? [] : schemasIn(schema.additionalProperties);
  // Each section's schema is a document of its own.
  return [...named, ...others, ...schemasIn(schema.items)].map((next) => ({
    schema: next,
    document: isRoot ? next : document,
  }));
}

/** @returns what a local reference, `#/$defs/token`, points at. */
function lookUp(document: JsonSchema, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let found: unknown = document;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isSchema(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

function schemasIn(value: unknown): JsonSchema[] {
  return (Array.isArray(value) ? value : [value]).filter(isSchema);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
