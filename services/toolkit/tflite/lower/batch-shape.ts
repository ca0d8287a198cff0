import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import type { Scope } from "./scope.js";

/**
 * A shape as a tensor: a constant where it is known, otherwise with the batch read from `tensor` at run time. That second
 * reading of the tensor keeps what follows from being fused into what makes the tensor.
 */
export function shapeAfterBatch(tensor: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  if (!sizes.includes(-1)) return scope.constant("shape", Int32Array.from(sizes));
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
  return scope.emit({
    op: "PACK",
    inputs: [batch, ...rest],
    sizes: [sizes.length],
    options: makeOptions("PackOptions", { valuesCount: sizes.length }),
  });
}

/** The number of INT32 among the schema's tensor types. */
const INT32 = 2;
