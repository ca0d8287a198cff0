import type { DictSchema, LeafSchema, ListSchema, Schema, StructSchema } from "../defaults/schema.js";
import { typeName } from "../defaults/type-name.js";
import { ConfigError } from "../error.js";
import { type ConfigNode, isInterpolation, isMissing, type KeyId, type MapEntry } from "../nodes/node.js";
import { joinKey } from "../nodes/path.js";
import { convertLeaf } from "./convert-leaf.js";

export interface Change {
  /** Full key of the node. */
  readonly key: string;
  /** What stood there: keys that it has are allowed, parts that are still the same are not looked at again. */
  readonly before?: ConfigNode | undefined;
  /** Keys that the schema does not name are let in. */
  readonly open?: boolean;
  /** A list or mapping may stand where a mapping's values are scalars, as OmegaConf's merge lets it. */
  readonly lenient?: boolean;
  /** The schema is new here, so that everything is looked at. */
  readonly first?: boolean;
}

/**
 * @returns the node with its values converted to what the schema asks for, as a structured config does:
 * `5` becomes `"5"` where text belongs. Interpolations and missing values pass.
 * @throws ConfigError (validation) for a value of a wrong type, (key) for a key that the schema does not name,
 * (merge) for a list where a mapping belongs.
 */
export function conform(node: ConfigNode, schema: Schema, change: Change): ConfigNode {
  if (node === change.before && change.first !== true) return node;
  if (isMissing(node) || isInterpolation(node)) return node;
  switch (schema.type) {
    case "dict":
      return conformDict(node, schema, change);
    case "list":
      return conformList(node, schema, change);
    case "struct":
      return conformStruct(node, schema, change);
    default:
      return leaf(node, schema, change);
  }
}

function leaf(node: ConfigNode, schema: LeafSchema, { key }: Change): ConfigNode {
  if (schema.type === "any") return node;
  if (node.kind === "null") return nullable(node, schema, key);
  const converted = convertLeaf(node, schema);
  if (typeof converted === "string")
    throw new ConfigError("validation", converted, { origin: node.origin, key });
  return converted;
}

/** A mapping with string keys. */
function conformDict(node: ConfigNode, schema: DictSchema, change: Change): ConfigNode {
  if (node.kind === "null") return nullable(node, schema, change.key);
  if (node.kind !== "map") throw wrongShape(node, "a mapping", change.key);
  const entries = new Map<KeyId, MapEntry>();
  for (const [id, { key, value }] of node.entries) {
    const full = joinKey(change.key, String(key));
    if (typeof key !== "string")
      throw new ConfigError("validation", `Key ${String(key)} is incompatible with (str)`, {
        origin: value.origin,
        key: full,
      });
    const passes = change.lenient === true && isContainer(value);
    entries.set(id, { key, value: passes ? value : conform(value, schema.of, { key: full }) });
  }
  return { ...node, entries };
}

/** OmegaConf checks what is set at an index, but lets lists and mappings into a list that is new as a whole. */
function conformList(node: ConfigNode, schema: ListSchema, { key, before }: Change): ConfigNode {
  if (node.kind === "null") return nullable(node, schema, key);
  if (node.kind !== "list") throw wrongShape(node, "a list", key);
  const known = before?.kind === "list" && before.origin === node.origin ? before.items : undefined;
  const items = node.items.map((item, index) => {
    const place = known?.[index];
    const fits = isContainer(item) && (place === undefined || isContainer(place));
    if (fits && schema.of.type !== "struct") return item;
    return conform(item, schema.of, { key: joinKey(key, String(index), { inList: true }) });
  });
  return { ...node, items };
}

function conformStruct(node: ConfigNode, schema: StructSchema, change: Change): ConfigNode {
  if (node.kind === "null") return nullable(node, schema, change.key);
  if (node.kind !== "map") throw wrongShape(node, `a mapping (${schema.name})`, change.key);
  const { before, open } = change;
  const known = before?.kind === "map" ? before.entries : undefined;
  for (const id of known?.keys() ?? [])
    if (Object.hasOwn(schema.fields, id) && !node.entries.has(id))
      throw new ConfigError("key", `${schema.name} does not support deletion of '${id}'`, {
        key: joinKey(change.key, id),
      });
  const entries = new Map<KeyId, MapEntry>();
  for (const [id, { key, value }] of node.entries) {
    const full = joinKey(change.key, String(key));
    const field = Object.hasOwn(schema.fields, id) ? schema.fields[id] : undefined;
    if (field === undefined && open !== true && known?.has(id) !== true)
      throw new ConfigError("key", `Key '${String(key)}' not in '${schema.name}'`, {
        origin: value.origin,
        key: full,
        absent: true,
      });
    const inner: Change = { ...change, key: full, before: known?.get(id)?.value };
    entries.set(id, { key, value: field === undefined ? value : conform(value, field, inner) });
  }
  return { ...node, entries };
}

function nullable(node: ConfigNode, { optional, type }: Schema, key: string): ConfigNode {
  if (optional === true) return node;
  const message =
    type === "str" || type === "int" || type === "bool" || type === "enum"
      ? `Incompatible value 'None' for field of type '${type}'`
      : `field '${key}' is not Optional`;
  throw new ConfigError("validation", message, { origin: node.origin, key });
}

function wrongShape(node: ConfigNode, wanted: string, key: string): ConfigError {
  return new ConfigError(
    isContainer(node) ? "merge" : "validation",
    `'${key}' must be ${wanted}, got ${typeName(node)}`,
    {
      origin: node.origin,
      key,
    },
  );
}

function isContainer({ kind }: ConfigNode): boolean {
  return kind === "list" || kind === "map";
}
