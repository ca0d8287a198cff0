import type { Tensor } from "../graph.js";
import { ACTIVATION } from "../schema/enumerations.js";
import { makeOptions } from "../schema/options.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** The second operand of arithmetic on a tensor, with as many dimensions as it or fewer. */
export interface ConstantOperand {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

type Arithmetic = "ADD" | "SUB" | "MUL";

const OPTIONS = {
  ADD: makeOptions("AddOptions", { fusedActivationFunction: ACTIVATION.NONE }),
  SUB: makeOptions("SubOptions", { fusedActivationFunction: ACTIVATION.NONE }),
  MUL: makeOptions("MulOptions", { fusedActivationFunction: ACTIVATION.NONE }),
} as const;

/** A tensor and a constant added, subtracted or multiplied; the tensor itself where that changes nothing. */
export function withConstant(op: Arithmetic, tensor: Tensor, operand: ConstantOperand, scope: Scope): Tensor {
  const sizes = broadcast(sizesOf(tensor), operand.shape);
  const neutral = op === "MUL" ? 1 : 0;
  const same = sizes.every((size, axis) => size === sizesOf(tensor)[axis]);
  if (same && operand.data.every((value) => value === neutral)) return tensor;
  const constant = scope.constant("operand", operand.data, operand.shape);
  return scope.emit({ op, inputs: [tensor, constant], sizes, options: OPTIONS[op] });
}

/** The shape of the result, NumPy's way: missing axes in front and sizes of 1 stretch. */
function broadcast(sizes: readonly number[], shape: readonly number[]): readonly number[] {
  return sizes.map((size, axis) => {
    const other = shape[axis - sizes.length + shape.length] ?? 1;
    return size === 1 ? other : size;
  });
}
