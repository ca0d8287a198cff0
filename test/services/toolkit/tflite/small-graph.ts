import type { Graph, Tensor } from "../../../../services/toolkit/tflite/graph.js";
import { makeOptions } from "../../../../services/toolkit/tflite/schema/options.js";

const tensor = (name: string, shape: readonly number[], data?: Float32Array): Tensor => ({
  name,
  type: "FLOAT32",
  shape,
  ...(data === undefined ? {} : { data }),
});

/** x → CONV_2D → RELU → y, of 4×4 images. */
export function smallGraph(): Graph {
  const input = tensor("x", [1, 4, 4, 2]);
  const kernel = tensor("kernel", [3, 1, 1, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
  const bias = tensor("bias", [3], new Float32Array(3));
  const middle = tensor("middle", [1, 4, 4, 3]);
  const output = tensor("y", [1, 4, 4, 3]);
  return {
    name: "main",
    inputs: [input],
    outputs: [output],
    operators: [
      {
        op: "CONV_2D",
        inputs: [input, kernel, bias],
        outputs: [middle],
        options: makeOptions("Conv2DOptions", { strideW: 1, strideH: 1 }),
      },
      { op: "RELU", inputs: [middle], outputs: [output] },
    ],
    signature: { inputs: ["image"], outputs: ["heatmaps"] },
  };
}

/** The tensor of a graph that has a name. */
export function tensorOf(graph: Graph, name: string): Tensor {
  const tensors = graph.operators.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const found = tensors.find((candidate) => candidate?.name === name);
  if (found === undefined) throw new Error(`the graph has no ${name}`);
  return found;
}
