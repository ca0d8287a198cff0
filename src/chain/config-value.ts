/** Reading a resolved config by dotted keys. Own properties only: `__proto__` and its like are ordinary names. */
import type { Json, JsonObject } from "../schema/json.js";

/** @returns whether a JSON value is a mapping. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the value at a dotted key, or undefined when there is none. */
export function valueAt(config: JsonObject, key: string): Json | undefined {
  let value: Json | undefined = config;
  for (const name of key.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** @returns the part of the config that the dotted keys name, in the config's own order; absent keys are left out. */
export function pick(config: JsonObject, keys: readonly string[]): JsonObject {
  return pickPaths(
    config,
    keys.map((key) => key.split(".")),
  );
}

function pickPaths(config: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const picked: [string, Json][] = [];
  for (const [name, value] of Object.entries(config)) {
    const below = paths.filter(([first]) => first === name).map((path) => path.slice(1));
    if (below.some((path) => path.length === 0)) picked.push([name, value]);
    else if (below.length > 0 && isObject(value)) picked.push([name, pickPaths(value, below)]);
  }
  return Object.fromEntries(picked);
}

/** @returns the config with `change` made to each text in it, however deep. */
export function mapTexts(config: JsonObject, change: (text: string) => string): JsonObject {
  const changed = (value: Json): Json => {
    if (typeof value === "string") return change(value);
    if (isObject(value)) return mapTexts(value, change);
    return Array.isArray(value) ? value.map(changed) : value;
  };
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, changed(value)]));
}
