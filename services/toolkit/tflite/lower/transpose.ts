import type { Tensor } from "../graph.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** A tensor whose axis i is the axis `order[i]` of the one given. */
export function transpose(tensor: Tensor, order: readonly number[], scope: Scope): Tensor {
  const known = sizesOf(tensor);
  const sizes = order.map((axis) => known[axis] ?? 1);
  const permutation = scope.constant("permutation", Int32Array.from(order));
  return scope.emit({ op: "TRANSPOSE", inputs: [tensor, permutation], sizes });
}
