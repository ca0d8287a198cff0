import type { Graph, Tensor } from "../graph.js";

/**
 * @returns the same network without unknown sizes: each is what the tensor's shape has in its place, 1 for a batch.
 *   Operators and tensors are new objects, constants are shared with the graph given.
 */
export function fixedGraph(graph: Graph): Graph {
  const copies = new Map<Tensor, Tensor>();
  const copy = (tensor: Tensor): Tensor => {
    const known = copies.get(tensor);
    if (known !== undefined) return known;
    const made: Tensor = { ...tensor, signature: undefined };
    copies.set(tensor, made);
    return made;
  };
  return {
    ...graph,
    operators: graph.operators.map((operator) => ({
      ...operator,
      inputs: operator.inputs.map((tensor) => tensor && copy(tensor)),
      outputs: operator.outputs.map(copy),
    })),
    inputs: graph.inputs.map(copy),
    outputs: graph.outputs.map(copy),
  };
}
