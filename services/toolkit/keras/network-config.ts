import { ServiceError } from "../service/error.js";
import type { KerasLayer, KerasModel, KerasTensor, LayerCall } from "./model.js";
import type { Json, OperationArgument } from "./operation.js";

/** `[layer, node, tensor]` */
type Reference = [string, number, number];

/**
 * The config of a network as Keras 2 writes it for a functional model without models inside: the text of `model_config`
 * in an `.h5` file.
 *
 * @throws ServiceError `keras_write_unsupported` for function calls of Keras 3, which Keras 2 does not have
 */
export function networkConfig(model: KerasModel): string {
  return JSON.stringify(functional(model)).replace(FLOATS, "$1.0");
}

/** Python takes 1 for an integer, where the first argument of a function has to be like the tensors it meets. */
const FLOATS = /"float:(-?\d+)"/g;

function withFloats(value: Json): Json {
  if (Array.isArray(value)) return value.map(withFloats);
  return Number.isInteger(value) ? `float:${String(value)}` : value;
}

function functional({ name, inputs, outputs, calls }: KerasModel): object {
  const references = new Map<KerasTensor, Reference>(inputs.map((input) => [input, [input.name, 0, 0]]));
  const nodes = new Map<KerasLayer, object[]>();
  for (const call of calls) {
    const own = nodes.get(call.layer) ?? [];
    nodes.set(call.layer, own);
    call.outputs.forEach((output, i) => {
      references.set(output, [call.layer.name, own.length, i]);
    });
    own.push(nodeOf(call, referencesOf(call.inputs, references)));
  }
  const layers = [...nodes].map(([{ name: layer, className, config }, inbound]) => {
    const own = { ...config, name: layer, dtype: plainType(config.dtype) };
    return { class_name: className, name: layer, config: own, inbound_nodes: inbound };
  });
  return {
    class_name: "Functional",
    config: {
      name,
      trainable: true,
      layers: [...inputs.map(inputConfig), ...layers],
      input_layers: referencesOf(inputs, references),
      output_layers: referencesOf(outputs, references),
    },
  };
}

function referencesOf(
  tensors: readonly KerasTensor[],
  references: ReadonlyMap<KerasTensor, Reference>,
): Reference[] {
  return tensors.map((tensor) => {
    const reference = references.get(tensor);
    if (reference === undefined) throw new Error(`The tensor of ${tensor.name} is read before it is made`);
    return reference;
  });
}

function inputConfig({ name, shape, type = "float32" }: KerasTensor): object {
  const config = { batch_input_shape: shape, dtype: type, sparse: false, ragged: false, name };
  return { class_name: "InputLayer", name, config, inbound_nodes: [] };
}

function nodeOf({ layer: { name, operation, className } }: LayerCall, inputs: readonly Reference[]): object {
  if (operation === undefined) return inputs.map((reference) => [...reference, {}]);
  if (className === "Operation")
    throw new ServiceError(
      "keras_write_unsupported",
      `The function call '${name}' (${operation.function}) of Keras 3 cannot be written into an .h5 file.`,
    );
  const kwargs = Object.fromEntries(
    [...operation.kwargs].map(([key, argument]) => [key, plain(argument, inputs)] as const),
  );
  const [first] = operation.args;
  return first === undefined ? [] : asFirst(first, inputs, kwargs);
}

/** The other arguments stand with each tensor of the first one. */
function asFirst(argument: OperationArgument, inputs: readonly Reference[], kwargs: object): object {
  if (argument.kind === "list") return argument.items.map((item) => asFirst(item, inputs, kwargs));
  if (argument.kind === "constant") return ["_CONSTANT_VALUE", -1, withFloats(argument.value), kwargs];
  return [...(inputs[argument.input] ?? []), kwargs];
}

function plain(argument: OperationArgument, inputs: readonly Reference[]): Json {
  if (argument.kind === "constant") return withEllipsis(argument.value);
  if (argument.kind === "list") return argument.items.map((item) => plain(item, inputs));
  return inputs[argument.input] ?? null;
}

/** As slices of Keras 2 have it; the reader makes a word of it. */
function withEllipsis(value: Json): Json {
  if (Array.isArray(value)) return value.map(withEllipsis);
  return value === "Ellipsis" ? { class_name: "__ellipsis__" } : value;
}

/** Keras 3 writes a policy where Keras 2 writes its name. */
function plainType(type: unknown): unknown {
  if (typeof type !== "object" || type === null || !("config" in type)) return type ?? "float32";
  const { config } = type;
  return typeof config === "object" && config !== null && "name" in config ? config.name : "float32";
}
