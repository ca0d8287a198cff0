import type { Graph, Operator, Tensor } from "../../../../../services/toolkit/tflite/graph.js";

/** A computed tensor; a first size of -1 is an unknown batch. */
export function activation(name: string, sizes: readonly number[]): Tensor {
  const shape = sizes.map((size) => Math.abs(size));
  return { name, type: "FLOAT32", shape, ...(shape[0] === sizes[0] ? {} : { signature: sizes }) };
}

/** A constant of floats. */
export function floats(name: string, shape: readonly number[], values: readonly number[]): Tensor {
  return { name, type: "FLOAT32", shape, data: Float32Array.from(values) };
}

/** A constant list of integers. */
export function integers(name: string, values: readonly number[]): Tensor {
  return { name, type: "INT32", shape: [values.length], data: Int32Array.from(values) };
}

/** A network of these operators, from what none of them computes to the last one's outputs. */
export function graphOf(operators: Operator[], inputs: Tensor[]): Graph {
  return { name: "main", operators, inputs, outputs: operators.at(-1)?.outputs ?? [] };
}
