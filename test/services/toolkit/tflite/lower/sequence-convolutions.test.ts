import { expect, test } from "vitest";
import type { KerasWeight } from "../../../../../services/toolkit/keras/model.js";
import { lines, lowered, refusal } from "./lowered.js";

/** A weight of 1, 2, 3, … */
function counted(...shape: readonly number[]): KerasWeight {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length: count }, (_, index) => index + 1) };
}

const SEQUENCE = [null, 6, 1] as const;
const WEIGHTS = { kernel: counted(3, 1, 2), bias: counted(2) };

test("a sequence is convolved as an image of one row", () => {
  const graph = lowered(SEQUENCE, ["Conv1D", { padding: "same", strides: [2], activation: "relu" }, WEIGHTS]);
  expect(lines(graph)).toEqual([
    "EXPAND_DIMS -1x1x6x1 [-3]",
    "CONV_2D -1x1x3x2 [1,3,5,2,4,6] [1,2]",
    "RESHAPE -1x3x2 [-1,3,2]",
  ]);
  expect(graph.operators[1]?.options).toMatchObject({
    padding: 0,
    strideH: 1,
    strideW: 2,
    fusedActivationFunction: 1,
  });
});

test("a causal convolution sees zeros before the sequence", () => {
  const graph = lowered(SEQUENCE, ["Conv1D", { padding: "causal", use_bias: false }, WEIGHTS]);
  expect(lines(graph)).toEqual([
    "PAD -1x8x1 [0,0,2,0,0,0]",
    "EXPAND_DIMS -1x1x8x1 [-3]",
    "CONV_2D -1x1x6x2 [1,3,5,2,4,6] [0,0]",
    "RESHAPE -1x6x2 [-1,6,2]",
  ]);
});

test("a dilated convolution is spread into an unknown batch, its bias added after it", () => {
  const graph = lowered(SEQUENCE, ["Conv1D", { padding: "same", dilation_rate: [2] }, WEIGHTS]);
  expect(lines(graph)).toEqual([
    "SPACE_TO_BATCH_ND -1x5x1 [2] [2,2]",
    "EXPAND_DIMS -1x1x5x1 [-3]",
    "CONV_2D -1x1x3x2 [1,3,5,2,4,6] [0,0]",
    "RESHAPE -1x3x2 [-1,3,2]",
    "BATCH_TO_SPACE_ND -1x6x2 [2] [0,0]",
    "ADD -1x6x2 [1,2]",
  ]);
});

test("with a known batch it is one dilated operator", () => {
  const graph = lowered([1, 6, 1], ["Conv1D", { padding: "same", dilation_rate: 2 }, WEIGHTS]);
  expect(lines(graph).map((line) => line.split(" ")[0])).toEqual(["RESHAPE", "CONV_2D", "RESHAPE"]);
  expect(graph.operators[1]?.options).toMatchObject({ dilationWFactor: 2, dilationHFactor: 1 });
});

test("a batch norm behind the row goes into the weights", () => {
  const ones = { shape: [2], data: Float32Array.of(1, 1) };
  const twos = { shape: [2], data: Float32Array.of(2, 2) };
  const graph = lowered(
    SEQUENCE,
    ["Conv1D", { use_bias: false }, WEIGHTS],
    [
      "BatchNormalization",
      { axis: -1, epsilon: 0 },
      { gamma: twos, beta: ones, moving_mean: twos, moving_variance: ones },
    ],
  );
  expect(lines(graph)).toEqual([
    "EXPAND_DIMS -1x1x6x1 [-3]",
    "CONV_2D -1x1x4x2 [2,6,10,4,8,12] [-3,-3]",
    "RESHAPE -1x4x2 [-1,4,2]",
  ]);
});

test("a depthwise convolution keeps the order of its weights and has its stride both ways", () => {
  const weights = { depthwise_kernel: counted(3, 1, 2), bias: counted(2) };
  const graph = lowered(SEQUENCE, ["DepthwiseConv1D", { strides: 2, padding: "valid" }, weights]);
  expect(lines(graph)[1]).toBe("DEPTHWISE_CONV_2D -1x1x2x2 [1,2,3,4,5,6] [1,2]");
  expect(graph.operators[1]?.options).toMatchObject({ depthMultiplier: 2, strideH: 2, strideW: 2 });
});

test("a separable convolution is a depthwise one and one of single steps", () => {
  const weights = {
    depthwise_kernel: counted(3, 1, 1),
    pointwise_kernel: counted(1, 1, 2),
    bias: counted(2),
  };
  expect(lines(lowered(SEQUENCE, ["SeparableConv1D", { padding: "same" }, weights]))).toEqual([
    "EXPAND_DIMS -1x1x6x1 [1]",
    "DEPTHWISE_CONV_2D -1x1x6x1 [1,2,3] [0]",
    "CONV_2D -1x1x6x2 [1,2] [1,2]",
    "RESHAPE -1x6x2 [-1,6,2]",
  ]);
});

test("a transposed convolution grows the row", () => {
  const weights = { kernel: counted(3, 2, 1), bias: counted(2) };
  const graph = lowered([1, 6, 1], ["Conv1DTranspose", { strides: 2, padding: "valid" }, weights]);
  expect(lines(graph)).toEqual([
    "RESHAPE 1x1x6x1 [1,1,6,1]",
    "TRANSPOSE_CONV 1x1x13x2 [1,1,13,2] [1,3,5,2,4,6] [1,2]",
    "RESHAPE 1x13x2 [1,13,2]",
  ]);
});

test("strides and dilation together are refused", () => {
  const { message } = refusal(SEQUENCE, ["Conv1D", { strides: 2, dilation_rate: 2 }, WEIGHTS]);
  expect(message).toContain("has strides of 2 and a dilation of 2");
});
