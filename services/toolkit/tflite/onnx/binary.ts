import type { Operator, Tensor } from "../graph.js";
import { writeActivated } from "./activation.js";
import type { Layout } from "./layout.js";
import { inputOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";

/** @returns the translation of an operator of two tensors that broadcast, to the ONNX operator of that type. */
export function binary(opType: string): Translation {
  return (operator, scope) => {
    const { layout, names } = operands(operator, scope);
    writeActivated(operator, scope, layout, (result) => scope.node(opType, names, result));
  };
}

/** SELECT and SELECT_V2: the second input where the first is true, the third elsewhere. */
export const select: Translation = (operator, scope) => {
  const { layout, names } = operands(operator, scope);
  scope.node("Where", names, scope.write(outputOf(operator), layout));
};

export const squaredDifference: Translation = (operator, scope) => {
  const { layout, names } = operands(operator, scope);
  const output = outputOf(operator);
  const difference = scope.node("Sub", names, scope.unique(`${output.name}:difference`));
  scope.node("Mul", [difference, difference], scope.write(output, layout));
};

/**
 * All operands in one layout. Channels-first where one of them is already and the other can follow: a tensor of as
 * many axes, or a constant, whose missing axes become axes of size 1.
 */
function operands(operator: Operator, scope: Scope): { layout: Layout; names: string[] } {
  const tensors = operator.inputs.map((_, index) => inputOf(operator, index));
  const someNchw = tensors.some((tensor) => scope.layoutOf(tensor) === "nchw");
  const canFollow = tensors.every(({ data, shape }) => shape.length === 4 || data !== undefined);
  const layout = someNchw && canFollow && outputOf(operator).shape.length === 4 ? "nchw" : "nhwc";
  return { layout, names: tensors.map((tensor) => scope.read(ranked(tensor, layout), layout)) };
}

function ranked(tensor: Tensor, layout: Layout): Tensor {
  const { shape } = tensor;
  if (layout === "nhwc" || shape.length === 4) return tensor;
  return { ...tensor, shape: [...Array<number>(4 - shape.length).fill(1), ...shape] };
}
