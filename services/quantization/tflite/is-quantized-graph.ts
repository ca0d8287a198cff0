import type { Graph, Tensor } from "../../toolkit/tflite/graph.js";

/** Whether a network holds integers that stand for real values: quantized already, fully or its weights alone. */
export function isQuantizedGraph({ inputs, operators }: Graph): boolean {
  const tensors = [...inputs, ...operators.flatMap((operator) => [...operator.inputs, ...operator.outputs])];
  return tensors.some(isQuantized);
}

function isQuantized(tensor: Tensor | undefined): boolean {
  if (tensor === undefined || tensor.type === "FLOAT32") return false;
  return tensor.quantization !== undefined && tensor.quantization.scale.length > 0;
}
