import type { Graph, Operator, Tensor } from "../graph.js";

/** Inputs that only say sizes which the output has anyway. */
const STATED_BY_OUTPUT: ReadonlyMap<string, number> = new Map([
  ["RESHAPE", 1],
  ["TRANSPOSE_CONV", 0],
]);

/** @returns the operators, in order, that the outputs depend on; those that only compute known shapes are left out. */
export function liveOperators(graph: Graph): Operator[] {
  const needed = new Set<Tensor>(graph.outputs);
  const live: Operator[] = [];
  for (const operator of graph.operators.toReversed()) {
    if (!operator.outputs.some((output) => needed.has(output))) continue;
    live.push(operator);
    const skipped = STATED_BY_OUTPUT.get(operator.op);
    for (const [index, input] of operator.inputs.entries())
      if (input !== undefined && index !== skipped) needed.add(input);
  }
  return live.reverse();
}
