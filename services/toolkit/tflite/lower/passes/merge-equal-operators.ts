import type { Graph, Operator, Tensor } from "../../graph.js";
import { replaceTensor } from "./replace-tensor.js";

/** Constants up to this many values are equal when their values are; larger ones when they are the same object. */
const COMPARED_VALUES = 16;

/** Lets operators that compute the same of the same tensors be one. */
export function mergeEqualOperators(graph: Graph): void {
  const numbers = new Map<Tensor, number>();
  const first = new Map<string, Operator>();
  graph.operators = graph.operators.filter((operator) => {
    const key = keyOf(operator, numbers);
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, operator);
      return true;
    }
    for (const [index, output] of operator.outputs.entries()) {
      const same = known.outputs[index];
      if (same !== undefined) replaceTensor(graph, output, same);
    }
    return false;
  });
}

function keyOf({ op, inputs, options }: Operator, numbers: Map<Tensor, number>): string {
  const operands = inputs.map((input) => {
    if (input === undefined) return "";
    if (input.data !== undefined && input.data.length <= COMPARED_VALUES)
      return `${input.type} ${input.shape.join()} ${input.data.join()}`;
    const number = numbers.get(input) ?? numbers.size;
    numbers.set(input, number);
    return `#${number}`;
  });
  return JSON.stringify([op, operands, options]);
}
