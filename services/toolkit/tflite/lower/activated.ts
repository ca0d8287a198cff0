import type { Tensor } from "../graph.js";
import { ACTIVATIONS } from "./activations.js";
import { onlyInput } from "./image-input.js";
import { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { PARAMETRIC_ACTIVATIONS } from "./parametric-activations.js";
import { RELU } from "./relu.js";
import type { Scope } from "./scope.js";
import { SOFTMAX } from "./softmax.js";

/** The layer that is an activation and nothing else. */
export const ACTIVATION_LAYER: Lowerings = new Map<string, Lowering>([
  ["Activation", (layer, inputs, scope) => activated(onlyInput(layer, inputs), layer, scope)],
]);

/** Layers that may stand as an `activation`, by class. */
const LAYERS: Lowerings = new Map([...RELU, ...PARAMETRIC_ACTIVATIONS, ...SOFTMAX]);

/**
 * What a layer's `activation` makes of a tensor: a function of ACTIVATIONS, or a layer without weights.
 *
 * @throws ServiceError `keras_layer_unsupported` where it is none of these
 */
export function activated(tensor: Tensor, layer: LayerReader, scope: Scope): Tensor {
  const value = layer.value("activation") ?? "linear";
  const name = nameOf(value);
  const activation = ACTIVATIONS.get(name);
  if (activation !== undefined) return activation(tensor, scope);
  const lowering = LAYERS.get(name);
  const [result] = [lowering?.(innerLayer(layer, name, value), [tensor], scope)].flat();
  if (result !== undefined) return result;
  throw layer.unsupported(`has the activation ${JSON.stringify(value)}`, {
    names: [...ACTIVATIONS.keys(), ...LAYERS.keys()],
    given: name,
  });
}

/** Keras writes a layer as `{ class_name, config }`, Keras 3 a function of others as `{ class_name: "function", config: name }`. */
function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  const config = part(value, "config");
  return String(typeof config === "string" ? config : (part(value, "class_name") ?? ""));
}

function innerLayer({ name }: LayerReader, className: string, value: unknown): LayerReader {
  const config = part(value, "config");
  const isRecord = typeof config === "object" && config !== null;
  return new LayerReader({ name, className, config: isRecord ? { ...config } : {}, weights: new Map() });
}

function part(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
