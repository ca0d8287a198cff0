import type { Graph, Operator } from "../../graph.js";

/** @returns the operators that the outputs of a graph need, in their order */
export function liveOperators({ operators, outputs }: Graph): Operator[] {
  const needed = new Set<unknown>(outputs);
  const live: Operator[] = [];
  for (const operator of operators.toReversed()) {
    if (!operator.outputs.some((output) => needed.has(output))) continue;
    for (const input of operator.inputs) needed.add(input);
    live.push(operator);
  }
  return live.reverse();
}
