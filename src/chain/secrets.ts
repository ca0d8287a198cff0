/** Secrets: values whose schema says `writeOnly: true`. They leave the config and travel by environment only. */

import type { Json, JsonObject, JsonSchema } from "../schema/json.js";
import { isObject } from "./config-value.js";
import type { ServiceManifest } from "./manifest.js";
import { alike, below, type SchemaPlace } from "./schema-place.js";

/** A part of the config without its secrets. */
export interface Parted {
  readonly config: JsonObject;
  /** Environment variable → value. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Where the secrets stood: the keys and indices that lead to each. */
  readonly paths: readonly (readonly string[])[];
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
  const paths: (readonly string[])[] = [];
  const found = (path: readonly string[], value: Json) => {
    secrets.set(secretVariable(path.join(".")), typeof value === "string" ? value : JSON.stringify(value));
    paths.push(path);
  };
  const kept: [string, Json][] = [];
  for (const [name, section] of Object.entries(config)) {
    const rest = strip(section, { places: sectionPlaces(name, services), path: [name], found });
    if (rest !== undefined) kept.push([name, rest]);
  }
  return { config: Object.fromEntries(kept), secrets, paths };
}

/** @returns whether a config key (`mine.keys[0]`) is a secret, lies in one or holds one; in doubt it does. */
export function holdsSecret(key: string, services: ReadonlyMap<string, ServiceManifest>): boolean {
  const [section = "", ...names] = key.split(/[.[\]]+/).filter(Boolean);
  let places = sectionPlaces(section, services);
  for (const name of names) {
    if (places.some(isSecret)) return true;
    places = placesBelow(places, name);
  }
  return places.some((place) => isSecret(place) || mentionsSecret(place));
}

interface Walk {
  readonly places: readonly SchemaPlace[];
  readonly path: readonly string[];
  readonly found: (path: readonly string[], value: Json) => void;
}

/** @returns the value without secrets; undefined when it is a secret itself. */
function strip(value: Json, { places, path, found }: Walk): Json | undefined {
  if (places.some(isSecret)) {
    if (value !== null) found(path, value);
    return undefined;
  }
  if (places.length === 0 || typeof value !== "object" || value === null) return value;
  const inner = (name: string, item: Json) =>
    strip(item, { places: placesBelow(places, name), path: [...path, name], found });
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

/** Each section's schema is a document of its own. */
function sectionPlaces(name: string, services: ReadonlyMap<string, ServiceManifest>): SchemaPlace[] {
  const schemas = [...services.values()].flatMap((service) =>
    service.name === name && service.schema ? [service.schema] : [],
  );
  return schemas.flatMap((schema) => alike({ schema, document: schema }));
}

function placesBelow(places: readonly SchemaPlace[], name: string): SchemaPlace[] {
  return places.flatMap((place) => below(place, name)).flatMap((place) => alike(place));
}

function isSecret({ schema }: SchemaPlace): boolean {
  return schema.writeOnly === true;
}

function mentionsSecret({ schema, document }: SchemaPlace): boolean {
  const isMentioned = (part: JsonSchema) => JSON.stringify(part).includes('"writeOnly":true');
  return isMentioned(schema) || (JSON.stringify(schema).includes('"$ref"') && isMentioned(document));
}
