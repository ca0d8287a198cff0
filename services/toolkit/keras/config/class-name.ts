import { field, textField } from "./json-record.js";

/** Names of former versions for what is the same today. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["Model", "Functional"],
  ["BatchNormalizationV1", "BatchNormalization"],
  ["BatchNormalizationV2", "BatchNormalization"],
]);

/**
 * The class of a serialized layer: a bare name for what is built into Keras, `package>Name` for what is not,
 * `Operation` for a function call of Keras 3.
 */
export function classNameOf(entry: unknown): string {
  const name = textField(entry, "class_name") ?? "";
  const module = field(entry, "module");
  if (module === undefined) return RENAMED.get(name) ?? name;
  if (typeof module === "string" && /^(keras|tf_keras|tensorflow|tensorflow\.keras)(\.|$)/.test(module))
    return isOperationModule(module) ? "Operation" : (RENAMED.get(name) ?? name);
  const registered = textField(entry, "registered_name") ?? name;
  if (registered.includes(">")) return registered;
  return `${typeof module === "string" ? module : "Custom"}>${registered}`;
}

/** @returns a function of Keras 3 as `nn.Relu6`: the module below `keras.src.ops`, and the class. */
export function operationFunction(entry: unknown): string {
  const module = textField(entry, "module") ?? "";
  const below = module.slice(module.indexOf(".ops") + ".ops".length).replace(/^\./, "");
  const name = textField(entry, "class_name") ?? "";
  return below === "" ? name : `${below}.${name}`;
}

function isOperationModule(module: string): boolean {
  return /\.ops(\.|$)/.test(module);
}
