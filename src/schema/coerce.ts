import { isAbsolute, resolve } from "node:path";
import { floatRepr } from "../config/nodes/float-repr.js";
import type { ConfigNode, Key, ListNode, MapNode, StrNode } from "../config/nodes/node.js";
import { type Arithmetic, readArithmetic } from "./arithmetic.js";
import type { Json, JsonObject, JsonSchema } from "./json.js";

/**
 * @returns the JSON value of a resolved node, read as its schema wants it: text such as `1/127.5` where a number is
 *   wanted, a number where text is wanted, `None` where null is allowed, the canonical spelling of an `ignoreCase`
 *   enum, absolute paths (from `cwd`) where the format is `path`, the default for null where null is no value. What does not fit is left for the validator.
 */
export function coerce(node: ConfigNode, schema: JsonSchema | undefined, cwd: string): Json {
  switch (node.kind) {
    case "map":
      return coerceMap(node, schema, cwd);
    case "list":
      return coerceList(node, schema, cwd);
    case "str":
      return coerceText(node, schema, cwd);
    case "int":
      return wants(schema, "string") && !wantsNumber(schema) ? String(node.value) : Number(node.value);
    case "float":
      return wants(schema, "string") && !wantsNumber(schema) ? floatRepr(node.value) : finite(node.value);
    case "bool":
      return node.value;
    case "null":
      return nullOrDefault(schema);
    case "bytes":
      return Buffer.from(node.value).toString("base64");
  }
}

/** A blank attribute has its default, as in the model zoo, where null means nothing of its own. */
function nullOrDefault(schema: JsonSchema | undefined): Json {
  const value = wants(schema, "null") ? null : schema?.default;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** @returns the text of a mapping's key, as JSON needs it. */
export function keyText(key: Key): string {
  return key instanceof Uint8Array ? Buffer.from(key).toString("base64") : String(key);
}

function coerceMap(node: MapNode, schema: JsonSchema | undefined, cwd: string): JsonObject {
  const entries = [...node.entries.values()].map(({ key, value }) => {
    const name = keyText(key);
    return [name, coerce(value, propertySchema(schema, name), cwd)] as const;
  });
  return Object.fromEntries(entries);
}

function coerceList(node: ListNode, schema: JsonSchema | undefined, cwd: string): Json {
  const items = asSchema(schema?.items);
  return node.items.map((item) => coerce(item, items, cwd));
}

function coerceText(node: StrNode, schema: JsonSchema | undefined, cwd: string): Json {
  const text = node.value;
  if (schema === undefined) return text;
  if (wants(schema, "string"))
    return schema.format === "path" ? absolutePath(text, cwd) : canonical(text, schema);
  if (wants(schema, "null") && ["None", "none", ""].includes(text)) return null;
  const value = readArithmetic(text);
  return value !== undefined && fits(value, schema) ? value : text;
}

/** A place on the web and a drive of Windows stay as they are. */
function absolutePath(text: string, cwd: string): string {
  const isWhole = text === "" || isAbsolute(text) || /^[a-z][a-z\d+.-]*:[\\/]/i.test(text);
  return isWhole ? text : resolve(cwd, text);
}

function canonical(text: string, schema: JsonSchema): string {
  if (schema.ignoreCase !== true || !Array.isArray(schema.enum)) return text;
  const same = (name: unknown) => typeof name === "string" && name.toLowerCase() === text.toLowerCase();
  return schema.enum.find(same) ?? text;
}

function fits(value: Arithmetic, schema: JsonSchema): boolean {
  if (typeof value === "number") return wantsNumber(schema);
  return wants(schema, typeof value === "boolean" ? "boolean" : "array");
}

/** JSON has no words for these; as text they fail where a number is wanted, with the text shown. */
function finite(value: number): Json {
  return Number.isFinite(value) ? value : floatRepr(value);
}

function wantsNumber(schema: JsonSchema | undefined): boolean {
  return wants(schema, "number") || wants(schema, "integer");
}

function wants(schema: JsonSchema | undefined, type: string): boolean {
  const wanted = schema?.type;
  return Array.isArray(wanted) ? wanted.includes(type) : wanted === type;
}

/** @returns the schema of a member: its own, or that of members without one. */
export function propertySchema(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const own = asSchema(schema?.properties);
  if (own !== undefined && Object.hasOwn(own, name)) return asSchema(own[name]);
  return asSchema(schema?.additionalProperties);
}

function asSchema(value: unknown): JsonSchema | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
