import type { Tensor } from "../graph.js";
import { binary, broadcast } from "./arithmetic.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** The second operand of arithmetic on a tensor, with as many dimensions as it or fewer. */
export interface ConstantOperand {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A tensor and a constant added, subtracted or multiplied; the tensor itself where that changes nothing. */
export function withConstant(
  op: "ADD" | "SUB" | "MUL",
  tensor: Tensor,
  { data, shape }: ConstantOperand,
  scope: Scope,
): Tensor {
  const sizes = sizesOf(tensor);
  const neutral = op === "MUL" ? 1 : 0;
  const same = broadcast(sizes, shape).every((size, axis) => size === sizes[axis]);
  if (same && data.every((value) => value === neutral)) return tensor;
  return binary(op, tensor, scope.constant("operand", data, shape), scope);
}
