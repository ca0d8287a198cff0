import type { Tensor } from "../graph.js";
import { clip } from "./activations.js";
import { binary, select, unary } from "./arithmetic.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { leakyRelu } from "./parametric-activations.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

export const RELU: Lowerings = new Map<string, Lowering>([
  ["ReLU", (layer, inputs, scope) => relu(onlyInput(layer, inputs), settingsOf(layer), scope)],
  [
    "ThresholdedReLU",
    (layer, inputs, scope) => aboveThreshold(onlyInput(layer, inputs), layer.number("theta", 1), scope),
  ],
]);

export interface ReluSettings {
  readonly negativeSlope: number;
  readonly threshold: number;
  readonly maxValue?: number | undefined;
}

function settingsOf(layer: LayerReader): ReluSettings {
  return {
    negativeSlope: layer.number("negative_slope", 0),
    threshold: layer.number("threshold", 0),
    maxValue: layer.value("max_value") === undefined ? undefined : layer.number("max_value"),
  };
}

/**
 * x from the threshold on, but no more than the maximum; below the threshold (x − threshold) · slope. The operators are
 * those of Keras's own implementation.
 */
export function relu(tensor: Tensor, settings: ReluSettings, scope: Scope): Tensor {
  const { negativeSlope, threshold, maxValue } = settings;
  if (negativeSlope !== 0 && maxValue === undefined && threshold === 0)
    return leakyRelu(tensor, negativeSlope, scope);
  const above = clipped(tensor, settings, scope);
  if (negativeSlope === 0) return above;
  const below = threshold === 0 ? unary("NEG", tensor, scope) : binary("SUB", threshold, tensor, scope);
  const slope = binary("MUL", unary("RELU", below, scope), negativeSlope, scope);
  return binary("SUB", above, slope, scope);
}

function clipped(tensor: Tensor, { threshold, maxValue }: ReluSettings, scope: Scope): Tensor {
  if (threshold !== 0) {
    const above = aboveThreshold(tensor, threshold, scope);
    return maxValue === undefined ? above : upTo(above, maxValue, scope);
  }
  if (maxValue === 6) return unary("RELU6", tensor, scope);
  const above = unary("RELU", tensor, scope);
  return maxValue === undefined ? above : upTo(above, maxValue, scope);
}

function upTo(tensor: Tensor, maximum: number, scope: Scope): Tensor {
  return maximum === 6 ? unary("RELU6", tensor, scope) : clip(tensor, [0, maximum], scope);
}

/** x where it is above the threshold and 0 elsewhere; Keras 2 multiplies, Keras 3 selects. */
function aboveThreshold(tensor: Tensor, threshold: number, scope: Scope): Tensor {
  const isAbove = binary("GREATER", tensor, threshold, scope);
  if (scope.keras === 3) return select(isAbove, [tensor, 0], scope);
  const mask = scope.emit({
    op: "CAST",
    inputs: [isAbove],
    sizes: sizesOf(isAbove),
    type: "FLOAT32",
  });
  return binary("MUL", tensor, mask, scope);
}
