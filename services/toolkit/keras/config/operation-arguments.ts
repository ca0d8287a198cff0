import type { Json, OperationArgument } from "../operation.js";
import { configError } from "./config-error.js";
import { field, isRecord, textField } from "./json-record.js";
import type { TensorReference } from "./network.js";

/** How one format marks a tensor in an argument: `undefined` for what is no tensor. */
export type FindTensor = (value: unknown) => TensorReference | undefined;

/** Values nest this deep at most, far more than any array has dimensions. */
const DEEPEST = 32;

/**
 * Sorts arguments of a call into tensors, which are appended to `inputs`, and constants.
 *
 * @throws ServiceError `keras_config_invalid` for values nested too deeply
 */
export function readArgument(
  value: unknown,
  findTensor: FindTensor,
  inputs: TensorReference[],
  depth = 0,
): OperationArgument {
  if (depth > DEEPEST) throw configError("an argument of a function call is nested too deeply");
  const tensor = findTensor(value);
  if (tensor !== undefined) return { kind: "tensor", input: inputs.push(tensor) - 1 };
  const elements = Array.isArray(value) ? value : sequenceOf(value);
  if (elements === undefined) return { kind: "constant", value: constantOf(value, depth) };
  const items = elements.map((item) => readArgument(item, findTensor, inputs, depth + 1));
  if (items.some(({ kind }) => kind !== "constant")) return { kind: "list", items };
  return { kind: "constant", value: items.map((item) => (item.kind === "constant" ? item.value : null)) };
}

/** @returns the items of Keras 3's tuple. */
function sequenceOf(value: unknown): readonly unknown[] | undefined {
  if (textField(value, "class_name") !== "__tuple__") return undefined;
  const items = field(field(value, "config"), "items") ?? field(value, "items");
  return Array.isArray(items) ? items : undefined;
}

function constantOf(value: unknown, depth: number): Json {
  if (depth > DEEPEST) throw configError("a constant is nested too deeply");
  if (Array.isArray(value)) return value.map((item) => constantOf(item, depth + 1));
  if (!isRecord(value)) return isScalar(value) ? value : null;
  const inner = field(value, "config");
  switch (textField(value, "class_name")) {
    case "__ellipsis__":
      return "Ellipsis";
    case "__numpy__":
    case "__tensor__":
      return constantOf(field(inner, "value"), depth + 1);
    case "__slice__":
      return constantOf(inner, depth + 1);
    default:
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, constantOf(item, depth + 1)]),
      );
  }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
