import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { binary, select, unary } from "./arithmetic.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Activations with a parameter for values below zero. */
export const PARAMETRIC_ACTIVATIONS: Lowerings = new Map<string, Lowering>([
  ["LeakyReLU", leakyReluLayer],
  ["PReLU", prelu],
  ["ELU", (layer, inputs, scope) => elu(onlyInput(layer, inputs), layer.number("alpha", 1), scope)],
]);

/** Keras 2 calls the slope `alpha`, Keras 3 `negative_slope`. */
function leakyReluLayer(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  return leakyRelu(
    onlyInput(layer, inputs),
    layer.number("negative_slope", layer.number("alpha", 0.3)),
    scope,
  );
}

/** x where x > 0, slope · x elsewhere. */
export function leakyRelu(tensor: Tensor, slope: number, scope: Scope): Tensor {
  if (slope === 1) return tensor;
  if (slope === 0 && scope.keras === 2) return unary("RELU", tensor, scope);
  const options = makeOptions("LeakyReluOptions", { alpha: Math.fround(slope) });
  return scope.emit({ op: "LEAKY_RELU", inputs: [tensor], sizes: sizesOf(tensor), options });
}

function prelu(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const { data, shape } = layer.weight("alpha");
  const alpha = scope.constant("alpha", data, shape);
  return scope.emit({ op: "PRELU", inputs: [input, alpha], sizes: sizesOf(input) });
}

/** x where x > 0, alpha · (exp(x) − 1) elsewhere; TensorFlow Lite's own operator has an alpha of 1. */
export function elu(tensor: Tensor, alpha: number, scope: Scope): Tensor {
  const one = unary("ELU", tensor, scope);
  if (alpha === 1) return one;
  const scaled = binary("MUL", one, alpha, scope);
  return select(binary("GREATER", tensor, 0, scope), [one, scaled], scope);
}
