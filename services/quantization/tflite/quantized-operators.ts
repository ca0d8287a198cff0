import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import { operatorTraits } from "./operator-traits.js";
import type { SharedParameters } from "./share-parameters.js";
import { isActivation } from "./tensor-uses.js";

/** The operators that run on integers: those with an int8 kernel whose float tensors all have parameters. */
export function quantizedOperators({ operators }: Graph, shared: SharedParameters): Set<Operator> {
  return new Set(operators.filter((operator) => isQuantizable(operator, shared)));
}

function isQuantizable(operator: Operator, shared: SharedParameters): boolean {
  const traits = operatorTraits(operator.op);
  if (traits?.quantizable !== true) return false;
  if (traits.bias !== undefined && isActivation(operator.inputs[traits.bias.input])) return false;
  const known = (tensor: Tensor | undefined): boolean => {
    if (tensor?.type !== "FLOAT32") return true;
    if (tensor.data === undefined) return shared.of.has(tensor);
    return !traits.sameScale || shared.demanded.has(operator);
  };
  return operator.inputs.every(known) && operator.outputs.every(known);
}
