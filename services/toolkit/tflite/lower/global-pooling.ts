import { makeOptions } from "../schema/options.js";
import { imageInput, sequenceInput } from "./image-input.js";
import type { Lowering, Lowerings } from "./lowering.js";

type ReduceOperator = "MEAN" | "REDUCE_MAX";

/** The mean or the largest value of each channel of an image or a sequence. */
export const GLOBAL_POOLING: Lowerings = new Map<string, Lowering>([
  ["GlobalAveragePooling2D", reduceImages("MEAN")],
  ["GlobalMaxPooling2D", reduceImages("REDUCE_MAX")],
  ["GlobalAveragePooling1D", reduceSequences("MEAN")],
  ["GlobalMaxPooling1D", reduceSequences("REDUCE_MAX")],
]);

function reduceImages(op: ReduceOperator): Lowering {
  return (layer, inputs, scope) => {
    const { image, batch, channels } = imageInput(layer, inputs);
    const keepDims = layer.flag("keepdims", false);
    return scope.emit({
      op,
      inputs: [image, scope.constant("axes", Int32Array.of(1, 2))],
      sizes: keepDims ? [batch, 1, 1, channels] : [batch, channels],
      options: makeOptions("ReducerOptions", { keepDims }),
    });
  };
}

function reduceSequences(op: ReduceOperator): Lowering {
  return (layer, inputs, scope) => {
    const { sequence, batch, channels } = sequenceInput(layer, inputs);
    const keepDims = layer.flag("keepdims", false);
    return scope.emit({
      op,
      inputs: [sequence, scope.constant("axis", Int32Array.of(1), [])],
      sizes: keepDims ? [batch, 1, channels] : [batch, channels],
      options: makeOptions("ReducerOptions", { keepDims }),
    });
  };
}
