import { isObject } from "../../chain/config-value.js";
import type { Json, JsonObject } from "../../schema/json.js";

/**
 * @param config without secrets
 * @returns each value by its dotted key, written as Python's `str` writes it, which is how MLflow's own client logs
 *   parameters: `None`, `True`. A list is one value.
 */
export function flatConfig(config: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(leaves(config, ""));
}

function* leaves(config: JsonObject, below: string): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(config)) {
    const key = below === "" ? name : `${below}.${name}`;
    if (isObject(value)) yield* leaves(value, key);
    else yield [key, textOf(value)];
  }
}

function textOf(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return isObject(value) ? JSON.stringify(value) : String(value);
}
