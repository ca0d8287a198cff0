import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { imageInput, sequenceInput } from "./image-input.js";
import type { LayerReader } from "./layer-reader.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { marginsOf } from "./margins.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Rows, columns or steps cut from the ends. */
export const CROPPING: Lowerings = new Map<string, Lowering>([
  ["Cropping2D", (layer, inputs, scope) => crop(layer, imageInput(layer, inputs).image, scope)],
  ["Cropping1D", (layer, inputs, scope) => crop(layer, sequenceInput(layer, inputs).sequence, scope)],
]);

/** A slice `[:, begin:-end, …, :]`: the masks have a bit for each axis whose begin or end is left out. */
function crop(layer: LayerReader, tensor: Tensor, scope: Scope): Tensor {
  const rank = tensor.shape.length;
  const margins = marginsOf(layer, "cropping", rank - 2);
  const whole = 1 | (1 << (rank - 1));
  const endMask = margins.reduce((mask, [, end], axis) => (end === 0 ? mask | (2 << axis) : mask), whole);
  const begins = scope.constant("begin", Int32Array.of(0, ...margins.map(([begin]) => begin), 0));
  const ends = scope.constant("end", Int32Array.of(0, ...margins.map(([, end]) => -end), 0));
  const sizes = sizesOf(tensor).map((size, axis) => {
    const [begin, end] = margins[axis - 1] ?? [0, 0];
    return size === -1 ? -1 : size - begin - end;
  });
  if (sizes.includes(0) || sizes.some((size) => size < -1))
    throw layer.unsupported(`has cropping: ${JSON.stringify(margins)}, which leaves nothing of its input`);
  return scope.emit({
    op: "STRIDED_SLICE",
    inputs: [tensor, begins, ends, scope.constant("strides", new Int32Array(rank).fill(1))],
    sizes,
    options: makeOptions("StridedSliceOptions", { beginMask: whole, endMask }),
  });
}
