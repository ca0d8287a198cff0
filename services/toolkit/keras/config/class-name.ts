import { field, textField } from "./json-record.js";
import { isKeras3Node } from "./read-nodes.js";

/** Names of former versions for what is the same today. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["Model", "Functional"],
  ["BatchNormalizationV1", "BatchNormalization"],
  ["BatchNormalizationV2", "BatchNormalization"],
]);

/** Layers whose config in Keras 3 leaves out whether they are trainable. */
const NEVER_TRAINABLE: ReadonlySet<string> = new Set([
  "SpatialDropout1D",
  "SpatialDropout2D",
  "SpatialDropout3D",
]);

/**
 * The class of a serialized layer: a bare name for what is built into Keras, `package>Name` for what is not,
 * `Operation` for a function call of Keras 3.
 */
export function classNameOf(entry: unknown): string {
  const name = textField(entry, "class_name") ?? "";
  const module = field(entry, "module");
  const isBuiltIn =
    module === undefined || (typeof module === "string" && /^(keras|tf_keras|tensorflow)(\.|$)/.test(module));
  if (isBuiltIn && isOperation(entry, module)) return "Operation";
  if (isBuiltIn) return RENAMED.get(name) ?? name;
  const registered = textField(entry, "registered_name") ?? name;
  if (registered.includes(">")) return registered;
  return `${typeof module === "string" ? module : "Custom"}>${registered}`;
}

/**
 * @returns whether a serialized layer is a function call of Keras 3; an `.h5` file has no module, but function calls
 * are not trainable there either
 */
function isOperation(entry: unknown, module: unknown): boolean {
  if (typeof module === "string") return /\.ops(\.|$)/.test(module);
  if (NEVER_TRAINABLE.has(textField(entry, "class_name") ?? "")) return false;
  const nodes = field(entry, "inbound_nodes");
  const isCalled = Array.isArray(nodes) && nodes.some(isKeras3Node);
  return isCalled && module === undefined && field(field(entry, "config"), "trainable") === undefined;
}
