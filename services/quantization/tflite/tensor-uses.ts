import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";

/** Who writes and who reads each tensor of a graph. */
export interface TensorUses {
  readonly producer: ReadonlyMap<Tensor, Operator>;
  /** In graph order; an operator that reads a tensor twice is there twice. */
  readonly readers: (tensor: Tensor) => readonly Operator[];
}

export function tensorUses(graph: Graph): TensorUses {
  const producer = new Map<Tensor, Operator>();
  const readers = new Map<Tensor, Operator[]>();
  for (const operator of graph.operators) {
    for (const output of operator.outputs) producer.set(output, operator);
    for (const input of operator.inputs) {
      if (input === undefined) continue;
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [operator]);
      else known.push(operator);
    }
  }
  return { producer, readers: (tensor) => readers.get(tensor) ?? [] };
}

/** The float32 tensors among these, constants included. */
export function floats(tensors: readonly (Tensor | undefined)[]): Tensor[] {
  return tensors.filter((tensor) => tensor?.type === "FLOAT32") as Tensor[];
}

/** Whether a tensor is a float32 value that the network computes or is given. */
export function isActivation(tensor: Tensor | undefined): tensor is Tensor {
  return tensor?.type === "FLOAT32" && tensor.data === undefined;
}
