import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { shapeAfterBatch } from "./batch-shape.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Gives a tensor another shape of as many values, known when the network is lowered; at most one size is -1. */
export function reshape(tensor: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  const shape = scope.constant("shape", Int32Array.from(sizes));
  return scope.emit({ op: "RESHAPE", inputs: [tensor, shape], sizes });
}

/** As Keras's Reshape does it: with an unknown batch read from the tensor at run time (see shapeAfterBatch). */
export function reshapeAfterBatch(tensor: Tensor, sizes: readonly number[], scope: Scope): Tensor {
  return scope.emit({ op: "RESHAPE", inputs: [tensor, shapeAfterBatch(tensor, sizes, scope)], sizes });
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
