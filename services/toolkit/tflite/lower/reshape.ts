import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Gives a tensor another shape of as many values, known when the network is lowered; at most one size is -1. */
export function reshape(tensor: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  const shape = scope.constant("shape", Int32Array.from(sizes));
  return scope.emit({ op: "RESHAPE", inputs: [tensor, shape], sizes });
}

/** Inserts a size of 1 before `axis`, negative from the end of the result, as TensorFlow writes it. */
export function expandDims(tensor: Tensor, axis: number, scope: Scope): Tensor {
  const known = sizesOf(tensor);
  const sizes = known.toSpliced(axis < 0 ? known.length + 1 + axis : axis, 0, 1);
  if (!known.includes(-1)) return reshape(tensor, sizes, scope);
  const dimension = scope.constant("dimension", Int32Array.of(axis), []);
  return scope.emit({
    op: "EXPAND_DIMS",
    inputs: [tensor, dimension],
    sizes,
    options: makeOptions("ExpandDimsOptions"),
  });
}

/** Takes out an axis whose size is 1. */
export function squeeze(tensor: Tensor, axis: number, scope: Scope): Tensor {
  return reshape(tensor, sizesOf(tensor).toSpliced(axis, 1), scope);
}

/**
 * Gives a tensor another shape after an unknown batch, as Keras's Reshape does it: with the batch read from the tensor
 * at run time. That second reading of the tensor keeps what follows from being fused into what makes the tensor.
 */
export function reshapeAfterBatch(tensor: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  const shape = scope.emit({
    op: "SHAPE",
    inputs: [tensor],
    sizes: [tensor.shape.length],
    type: "INT32",
    options: makeOptions("ShapeOptions", { outType: INT32 }),
  });
  const one = scope.constant("one", Int32Array.of(1));
  const batch = scope.emit({
    op: "STRIDED_SLICE",
    inputs: [shape, scope.constant("zero", Int32Array.of(0)), one, one],
    sizes: [],
    options: makeOptions("StridedSliceOptions", { shrinkAxisMask: 1 }),
  });
  const rest = sizes.slice(1).map((size) => scope.constant("size", Int32Array.of(size), []));
  const packed = scope.emit({
    op: "PACK",
    inputs: [batch, ...rest],
    sizes: [sizes.length],
    options: makeOptions("PackOptions", { valuesCount: sizes.length }),
  });
  return scope.emit({ op: "RESHAPE", inputs: [tensor, packed], sizes });
}

/** The number of INT32 among the schema's tensor types. */
const INT32 = 2;
