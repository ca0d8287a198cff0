import { propertySchema } from "./coerce.js";
import type { Json, JsonObject, JsonSchema } from "./json.js";
import type { Problem } from "./problem.js";

/**
 * @param config a part of a configuration: what one service reads
 * @param sections schemas by section; their keyword `unavailable` lists the values that are right but that nothing
 *   here can do: `[{pattern, where, unless, message, because}]`, where `where` has patterns that the values of other
 *   dotted keys match for the rule to hold, and `unless` lists dotted keys of flags that lift it; case does not count
 * @returns a problem for each such value.
 */
export function unavailableValues(
  config: JsonObject,
  sections: Readonly<Record<string, JsonSchema>>,
): Problem[] {
  const values = new Map(scalarsIn(config, []));
  return Object.entries(config).flatMap(([name, value]) => below(value, sections[name], [name], values));
}

/** By dotted key. */
type Values = ReadonlyMap<string, string | boolean>;

function scalarsIn(value: Json, path: readonly string[]): [string, string | boolean][] {
  if (typeof value === "string" || typeof value === "boolean") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => scalarsIn(member, [...path, name]));
}

function below(
  value: Json,
  schema: JsonSchema | undefined,
  path: readonly string[],
  values: Values,
): Problem[] {
  if (schema === undefined) return [];
  if (typeof value === "string") return found(value, schema, path, values);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    below(member, propertySchema(schema, name), [...path, name], values),
  );
}

function found(
  value: string,
  { unavailable }: JsonSchema,
  path: readonly string[],
  values: Values,
): Problem[] {
  const rules: unknown[] = Array.isArray(unavailable) ? unavailable : [];
  const rule = rules.filter(isRule).find((candidate) => holds(candidate, value, values));
  if (rule === undefined) return [];
  const message = `'${value}' ${rule.message ?? "is not available here yet"}`;
  return [{ key: path.join("."), message, ...(rule.because === undefined ? {} : { hint: rule.because }) }];
}

interface Rule {
  readonly pattern: string;
  readonly where?: Readonly<Record<string, string>>;
  readonly unless?: readonly string[];
  readonly message?: string;
  readonly because?: string;
}

function isRule(rule: unknown): rule is Rule {
  return typeof rule === "object" && rule !== null && "pattern" in rule && typeof rule.pattern === "string";
}

function holds({ pattern, where = {}, unless = [] }: Rule, value: string, values: Values): boolean {
  const matches = (text: string | boolean | undefined, wanted: string) =>
    typeof text === "string" && new RegExp(wanted, "i").test(text);
  return (
    matches(value, pattern) &&
    Object.entries(where).every(([key, wanted]) => matches(values.get(key), wanted)) &&
    !unless.some((key) => values.get(key) === true)
  );
}
