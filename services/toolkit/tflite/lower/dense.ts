import type { KerasWeight } from "../../keras/model.js";
import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { activated } from "./activated.js";
import { shapeAfterBatch } from "./batch-shape.js";
import { withBias } from "./bias.js";
import { onlyInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";
import { transposed } from "./transposed.js";

export const DENSE: Lowerings = new Map<string, Lowering>([["Dense", dense]]);

/** On the last axis; the axes before it are one for a moment where TensorFlow does not know them all. */
function dense(layer: LayerReader, inputs: readonly Tensor[], scope: Scope): Tensor {
  const input = onlyInput(layer, inputs);
  const { weights, channels, units } = weightsOf(layer.weight("kernel"), scope);
  const sizes = [...sizesOf(input).slice(0, -1), units];
  if (input.shape.length < 2) throw layer.unsupported("has an input of one dimension");
  layer.expectChannels(channels, input.shape.at(-1) ?? 0);
  const flat = sizes.length > 2 && sizes.includes(-1);
  const connected = scope.emit({
    op: "FULLY_CONNECTED",
    inputs: [flat ? shapedLike(input, input, [-1, channels], scope) : input, weights, undefined],
    sizes: flat ? [-1, units] : sizes,
    options: makeOptions("FullyConnectedOptions", { keepNumDims: !flat && sizes.length > 2 }),
  });
  const result = flat ? shapedLike(connected, input, sizes, scope) : connected;
  return activated(withBias(result, layer, scope), layer, scope);
}

/** A tensor in another shape, which TensorFlow makes of that of the layer's input at run time. */
function shapedLike(tensor: Tensor, input: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  return scope.emit({ op: "RESHAPE", inputs: [tensor, shapeAfterBatch(input, sizes, scope)], sizes });
}

/** [in, out] as [out, in]. */
function weightsOf({ data, shape }: KerasWeight, scope: Scope) {
  const [channels = 1, units = 1] = shape;
  const weights = scope.shared(data, () =>
    scope.constant("weights", transposed(data, channels, units), [units, channels]),
  );
  return { weights, channels, units };
}
