import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";
import { transpose } from "./transpose.js";

export const SOFTMAX: Lowerings = new Map<string, Lowering>([
  ["Softmax", (layer, inputs, scope) => softmax(onlyInput(layer, inputs), axisOf(layer, inputs), scope)],
]);

/** Softmax along one axis: TensorFlow Lite has it along the last, which another axis changes places with. */
export function softmax(tensor: Tensor, axis: number, scope: Scope): Tensor {
  const rank = tensor.shape.length;
  if (axis === rank - 1) {
    const options = makeOptions("SoftmaxOptions", { beta: 1 });
    return scope.emit({ op: "SOFTMAX", inputs: [tensor], sizes: sizesOf(tensor), options });
  }
  const exchanged = Array.from({ length: rank }, (_, index) => index)
    .with(axis, rank - 1)
    .with(rank - 1, axis);
  return transpose(softmax(transpose(tensor, exchanged, scope), rank - 1, scope), exchanged, scope);
}

/** The layer's axis, counted from the first. */
function axisOf(layer: LayerReader, inputs: readonly Tensor[]): number {
  const rank = onlyInput(layer, inputs).shape.length;
  const [given = -1] = layer.integers("axis", 1, -1);
  const axis = given < 0 ? given + rank : given;
  if (axis > 0 && axis < rank) return axis;
  throw layer.unsupported(`has axis: ${given}, where an axis of its input, the batch apart, is supported`);
}
