import { describe, expect, test } from "vitest";
import { lowerGraph } from "../../../services/benchmarking/tflite/lower-graph.js";
import type { Graph, Tensor } from "../../../services/toolkit/tflite/graph.js";
import { makeOptions } from "../../../services/toolkit/tflite/schema/options.js";

function tensor(name: string, shape: readonly number[], data?: Tensor["data"]): Tensor {
  const type = data instanceof Int32Array ? "INT32" : "INT8";
  return { name, shape, type, ...(data === undefined ? {} : { data }) };
}

/** An image of 8 × 8 × 3, a convolution to 4 channels, a max pool, a reshape, a sum with a constant. */
function convolutional(): Graph {
  const [image, mapped, pooled] = [
    tensor("x", [1, 8, 8, 3]),
    tensor("c", [1, 8, 8, 4]),
    tensor("p", [1, 4, 4, 4]),
  ];
  const [flat, sum] = [tensor("f", [1, 64]), tensor("y", [1, 64])];
  const weights = tensor("w", [4, 3, 3, 3], new Int8Array(108));
  const bias = tensor("b", [4], new Int32Array(4));
  const shape = tensor("s", [2], Int32Array.of(-1, 64));
  const added = tensor("a", [64], new Int8Array(64));
  return {
    name: "main",
    inputs: [image],
    outputs: [sum],
    operators: [
      { op: "CONV_2D", inputs: [image, weights, bias], outputs: [mapped] },
      {
        op: "MAX_POOL_2D",
        inputs: [mapped],
        outputs: [pooled],
        options: makeOptions("Pool2DOptions", { filterHeight: 2, filterWidth: 2, strideH: 2, strideW: 2 }),
      },
      { op: "RESHAPE", inputs: [pooled, shape], outputs: [flat] },
      { op: "ADD", inputs: [flat, added], outputs: [sum] },
    ],
  };
}

describe("lowerGraph", () => {
  test("a pool behind a convolution runs in its kernel, and a reshape in none", () => {
    expect(lowerGraph(convolutional()).kernels.map(({ op }) => op)).toEqual(["CONV_2D+MAX_POOL_2D", "ADD"]);
  });

  test("a pool of a value that another operator reads too is a kernel of its own", () => {
    const graph = convolutional();
    graph.outputs.push(...(graph.operators[0]?.outputs ?? []));
    expect(lowerGraph(graph).kernels.map(({ op }) => op)).toEqual(["CONV_2D", "MAX_POOL_2D", "ADD"]);
  });

  test("weights are what is stored: 8-bit kernels, 32-bit biases, constant operands; no shapes", () => {
    const { kernels } = lowerGraph(convolutional());
    expect(kernels.map(({ weights }) => weights.map(({ bytes }) => bytes))).toEqual([[108, 16], [64]]);
  });

  test("a convolution counts its window for each result and one for each channel, a pool its window", () => {
    const { kernels } = lowerGraph(convolutional());
    expect(kernels.map(({ macc }) => macc)).toEqual([8 * 8 * 4 * 27 + 4 + 4 * 4 * 4 * 4, 64]);
  });

  test("what a view gives is read from the buffer in front of it", () => {
    const { kernels } = lowerGraph(convolutional());
    expect(kernels[1]?.inputs).toEqual(kernels[0]?.outputs);
    expect(kernels[1]?.inPlace).toBe(true);
  });

  test("an operator without a formula is named, and its constants all count", () => {
    const graph = convolutional();
    const [image] = graph.inputs;
    const table = tensor("t", [10], new Int8Array(10));
    const outputs = [tensor("u", [1, 8, 8, 3])];
    graph.operators.unshift({ op: "L2_NORMALIZATION", inputs: [image, table], outputs });
    const network = lowerGraph(graph);
    expect(network.uncounted).toEqual(["L2_NORMALIZATION"]);
    expect(network.kernels[0]?.weights).toEqual([{ id: "t", bytes: 10 }]);
  });
});
