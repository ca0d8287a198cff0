import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/**
 * Gives a tensor another shape of as many values.
 *
 * @param shape the shape as a tensor; by default a constant with -1 for an unknown batch
 */
export function reshape(
  tensor: Tensor,
  sizes: readonly number[],
  scope: Scope,
  shape: Tensor = scope.constant("shape", Int32Array.from(sizes)),
): Tensor {
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
