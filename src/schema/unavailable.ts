import { propertySchema } from "./coerce.js";
import type { Json, JsonObject, JsonSchema } from "./json.js";
import type { Problem } from "./problem.js";

/**
 * @param config a part of a configuration: what one service reads
 * @param sections schemas by section; their keyword `unavailable` lists the values that are right but that nothing
 *   here can do yet: `[{pattern, because, unless}]`, where `unless` lists dotted keys of flags that lift the rule
 * @returns a problem for each such value.
 */
export function unavailableValues(
  config: JsonObject,
  sections: Readonly<Record<string, JsonSchema>>,
): Problem[] {
  const flags = flagsIn(config, []);
  return Object.entries(config).flatMap(([name, value]) => below(value, sections[name], [name], flags));
}

type Flags = ReadonlySet<string>;

/** @returns the dotted keys that are true. */
function flagsIn(value: Json, path: readonly string[]): Set<string> {
  if (value === true) return new Set([path.join(".")]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Set();
  return new Set(Object.entries(value).flatMap(([name, member]) => [...flagsIn(member, [...path, name])]));
}

function below(
  value: Json,
  schema: JsonSchema | undefined,
  path: readonly string[],
  flags: Flags,
): Problem[] {
  if (schema === undefined) return [];
  if (typeof value === "string") return found(value, schema, path, flags);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    below(member, propertySchema(schema, name), [...path, name], flags),
  );
}

function found(value: string, { unavailable }: JsonSchema, path: readonly string[], flags: Flags): Problem[] {
  const rules: unknown[] = Array.isArray(unavailable) ? unavailable : [];
  const because = rules.map((rule) => reasonOf(rule, value, flags)).find((reason) => reason !== undefined);
  if (because === undefined) return [];
  return [{ key: path.join("."), message: `'${value}' is not available here yet`, hint: because }];
}

function reasonOf(rule: unknown, value: string, flags: Flags): string | undefined {
  if (typeof rule !== "object" || rule === null || !("pattern" in rule)) return undefined;
  if (!new RegExp(String(rule.pattern)).test(value)) return undefined;
  if ("unless" in rule && Array.isArray(rule.unless) && rule.unless.some((key) => flags.has(key)))
    return undefined;
  return "because" in rule ? String(rule.because) : "";
}
