import type { Operator, Tensor } from "../../../services/toolkit/tflite/graph.js";

type Makers = ReadonlyMap<Tensor, Operator>;

/** Operators with which TensorFlow computes a shape from that of an input whose batch is open. */
const SHAPE_OPERATORS = new Set([
  "SHAPE",
  "STRIDED_SLICE",
  "PACK",
  "GATHER",
  "REDUCE_PROD",
  "CONCATENATION",
  "MUL",
]);

/** Whether a tensor is a shape that is computed while the network runs. */
export function isShapeChain(tensor: Tensor, makers: Makers): boolean {
  const maker = makers.get(tensor);
  return tensor.type === "INT32" && maker !== undefined && SHAPE_OPERATORS.has(maker.op);
}

/** @returns what a chain of shape operators computes for a batch of one. */
export function computedShape(tensor: Tensor, makers: Makers): number[] {
  if (tensor.data !== undefined) return Array.from(tensor.data, Number);
  const maker = makers.get(tensor);
  const values = (index: number) => {
    const input = maker?.inputs[index];
    return input === undefined ? [] : computedShape(input, makers);
  };
  switch (maker?.op) {
    case "SHAPE":
      return [...(maker.inputs[0]?.shape ?? [])];
    case "STRIDED_SLICE":
      return values(0).slice(values(1)[0], values(2)[0]);
    case "PACK":
    case "CONCATENATION":
      return maker.inputs.flatMap((_, i) => values(i));
    case "GATHER": {
      const from = values(0);
      return values(1).map((index) => from[index] ?? Number.NaN);
    }
    case "REDUCE_PROD":
      return [values(0).reduce((product, size) => product * size, 1)];
    case "MUL": {
      const factors = values(1);
      return values(0).map((size, i) => size * (factors[i] ?? factors[0] ?? Number.NaN));
    }
    default:
      return [];
  }
}
