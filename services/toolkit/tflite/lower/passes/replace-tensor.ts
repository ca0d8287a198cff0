import type { Graph, Tensor } from "../../graph.js";

/** Lets everything that reads a tensor, the graph's outputs too, read another. */
export function replaceTensor(graph: Graph, old: Tensor, replacement: Tensor): void {
  for (const operator of graph.operators)
    operator.inputs = operator.inputs.map((input) => (input === old ? replacement : input));
  graph.outputs = graph.outputs.map((output) => (output === old ? replacement : output));
}
