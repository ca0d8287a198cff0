import type { Tensor } from "../graph.js";
import { ACTIVATIONS } from "./activations.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";

/** The layer that is an activation and nothing else. */
export const ACTIVATION_LAYER: Lowerings = new Map<string, Lowering>([
  ["Activation", (layer, inputs, scope) => activated(onlyInput(layer, inputs), layer, scope)],
]);

/**
 * What a layer's `activation` makes of a tensor.
 *
 * @throws ServiceError `keras_layer_unsupported` where it is none of ACTIVATIONS
 */
export function activated(tensor: Tensor, layer: LayerReader, scope: Scope): Tensor {
  const value = layer.value("activation") ?? "linear";
  const name = nameOf(value);
  const activation = ACTIVATIONS.get(name);
  if (activation !== undefined) return activation(tensor, scope);
  throw layer.unsupported(`has the activation ${JSON.stringify(value)}`, {
    names: [...ACTIVATIONS.keys()],
    given: name,
  });
}

/** Keras 3 writes a function that is not its own as `{ class_name: "function", config: name }`. */
function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  const config = typeof value === "object" && value !== null && "config" in value ? value.config : undefined;
  return typeof config === "string" ? config : "";
}
