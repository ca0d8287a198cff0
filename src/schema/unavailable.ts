import { propertySchema } from "./coerce.js";
import type { Json, JsonObject, JsonSchema } from "./json.js";
import type { Problem } from "./problem.js";

/**
 * @param config a part of a configuration: what one service reads
 * @param sections schemas by section; their keyword `unavailable` lists the values that are right but that nothing
 *   here can do yet: `[{pattern, because}]`
 * @returns a problem for each such value.
 */
export function unavailableValues(
  config: JsonObject,
  sections: Readonly<Record<string, JsonSchema>>,
): Problem[] {
  return Object.entries(config).flatMap(([name, value]) => below(value, sections[name], [name]));
}

function below(value: Json, schema: JsonSchema | undefined, path: readonly string[]): Problem[] {
  if (schema === undefined) return [];
  if (typeof value === "string") return found(value, schema, path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    below(member, propertySchema(schema, name), [...path, name]),
  );
}

function found(value: string, { unavailable }: JsonSchema, path: readonly string[]): Problem[] {
  const rules: unknown[] = Array.isArray(unavailable) ? unavailable : [];
  const because = rules.map((rule) => reasonOf(rule, value)).find((reason) => reason !== undefined);
  if (because === undefined) return [];
  return [{ key: path.join("."), message: `'${value}' is not available here yet`, hint: because }];
}

function reasonOf(rule: unknown, value: string): string | undefined {
  if (typeof rule !== "object" || rule === null || !("pattern" in rule)) return undefined;
  if (!new RegExp(String(rule.pattern)).test(value)) return undefined;
  return "because" in rule ? String(rule.because) : "";
}
