import type { Tensor } from "../graph.js";
import { binary } from "./arithmetic.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";
import { transpose } from "./transpose.js";

export const BATCH_NORMALIZATION: Lowerings = new Map<string, Lowering>([
  ["BatchNormalization", batchNormalization],
]);

/**
 * (x − mean) · γ / √(variance + ε) + β along an axis, written as TensorFlow does: one product and one sum. Keras 2
 * normalizes the first axis of an image's three by TensorFlow's own operator, which the converter puts last for it.
 */
function batchNormalization(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const rank = input.shape.length;
  const given = layer.integers("axis", 1, -1)[0] ?? -1;
  const axis = given < 0 ? given + rank : given;
  if (axis < 1 || axis >= rank)
    throw layer.unsupported(`normalizes axis ${given} of ${rank}, where one after the batch is supported`);
  layer.expectChannels(layer.weight("moving_mean").shape[0], input.shape[axis] ?? 0);
  if (axis === rank - 1) return normalized(input, layer, undefined, scope);
  if (scope.keras === 2 && rank === 4 && axis === 1) {
    const moved = transpose(input, [0, 2, 3, 1], scope);
    return transpose(normalized(moved, layer, undefined, scope), [0, 3, 1, 2], scope);
  }
  const shape = input.shape.map((size, index) => (index === axis ? size : 1));
  return normalized(input, layer, shape, scope);
}

/** `shape` is that of the constants where they are not along the last axis. */
function normalized(
  tensor: Tensor,
  layer: LayerReader,
  shape: readonly number[] | undefined,
  scope: Scope,
): Tensor {
  const { factor, offset } = line(layer);
  const scaled = binary("MUL", tensor, scope.constant("factor", factor, shape), scope);
  return binary("ADD", scaled, scope.constant("offset", offset, shape), scope);
}

/** γ / √(variance + ε) and β − mean · factor, each step rounded to float32. */
function line(layer: LayerReader): { factor: Float32Array; offset: Float32Array } {
  const { fround } = Math;
  const mean = layer.weight("moving_mean").data;
  const variance = layer.weight("moving_variance").data;
  const gamma = layer.flag("scale", true) ? layer.weight("gamma").data : undefined;
  const beta = layer.flag("center", true) ? layer.weight("beta").data : undefined;
  const epsilon = fround(layer.number("epsilon", 1e-3));
  const vectored = variance.length - (variance.length % VECTOR);
  const factor = variance.map((value, i) =>
    fround(reciprocalRoot(fround(value + epsilon), i < vectored) * (gamma?.[i] ?? 1)),
  );
  const offset = mean.map((value, i) => fround((beta?.[i] ?? 0) - fround(value * (factor[i] ?? 1))));
  return { factor, offset };
}

/** How many values TensorFlow takes at a time; it rounds those left over at the end in two steps. */
const VECTOR = 8;

function reciprocalRoot(value: number, isVectored: boolean): number {
  const root = Math.sqrt(value);
  return Math.fround(1 / (isVectored ? root : Math.fround(root)));
}
