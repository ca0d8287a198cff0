import { describe, expect, test } from "vitest";
import { footprintOf } from "../../../services/benchmarking/footprint/footprint.js";
import type { Network } from "../../../services/benchmarking/kernel.js";
import { lower } from "../../../services/benchmarking/onnx/lower.js";
import { TensorProto_DataType } from "../../../services/toolkit/onnx/onnx_pb.js";
import type { Model } from "../../../services/toolkit/onnx/read-model.js";
import { shapes } from "../../../services/toolkit/onnx/shapes.js";
import { node, pair, tinyModel } from "./tiny-model.js";

const floats = (count: number) => new Float32Array(count).fill(0.5);
const conv = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
/** A 3 x 3 convolution of an 8 x 8 picture from 3 to 4 channels, with a bias. */
const CONV_MACC = 8 * 8 * 4 * 3 * 3 * 3 + 4;

async function lowered(model: Model): Promise<Network> {
  return lower(model.graph, await shapes(model));
}
const kernelsOf = ({ kernels }: Network) => kernels.map(({ op, macc }) => [op, macc]);

describe("fusion", () => {
  test("a normalization and a clip become part of the convolution, and leave a bias", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 3, 8, 8] },
        outputs: ["y"],
        weights: {
          w: [[4, 3, 3, 3], floats(108)],
          gamma: [[4], floats(4)],
          beta: [[4], floats(4)],
          mean: [[4], floats(4)],
          variance: [[4], floats(4)],
        },
        nodes: [
          node("Conv", ["x", "w"], "a", conv),
          node("BatchNormalization", ["a", "gamma", "beta", "mean", "variance"], "b"),
          node("Relu", ["b"], "y"),
        ],
      }),
    );
    expect(kernelsOf(network)).toEqual([["Conv+BatchNormalization+Relu", CONV_MACC]]);
    expect(footprintOf(network).weightsBytes).toBe((108 + 4) * 4);
  });

  test("a pool works on the convolution's rows: the full-size result never exists", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 3, 8, 8] },
        outputs: ["y"],
        weights: { w: [[4, 3, 3, 3], floats(108)], b: [[4], floats(4)] },
        nodes: [
          node("Conv", ["x", "w", "b"], "a", conv),
          node("MaxPool", ["a"], "y", { kernel_shape: [2, 2], strides: [2, 2] }),
        ],
      }),
    );
    expect(kernelsOf(network)).toEqual([["Conv+MaxPool", CONV_MACC + 4 * 4 * 4 * 4]]);
    expect(footprintOf(network).activationBytes).toBe((3 * 64 + 4 * 16) * 4);
  });

  test("a result with two readers is stored, so nothing is fused into it", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 3, 8, 8] },
        outputs: ["y"],
        weights: { w: [[4, 3, 3, 3], floats(108)], b: [[4], floats(4)] },
        nodes: [
          node("Conv", ["x", "w", "b"], "a", conv),
          node("Relu", ["a"], "r"),
          node("Add", ["a", "r"], "y"),
        ],
      }),
    );
    expect(kernelsOf(network)).toEqual([
      ["Conv", CONV_MACC],
      ["Relu", 256],
      ["Add", 256],
    ]);
  });

  test("a constant added to a product is its bias", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 10] },
        outputs: ["y"],
        weights: { w: [[10, 5], floats(50)], b: [[5], floats(5)] },
        nodes: [node("MatMul", ["x", "w"], "a"), node("Add", ["a", "b"], "y")],
      }),
    );
    expect(kernelsOf(network)).toEqual([["MatMul+Add", 10 * 5 + 5]]);
    expect(footprintOf(network).weightsBytes).toBe(55 * 4);
  });
});

test("a constant added to every row of a product is no bias", async () => {
  const network = await lowered(
    tinyModel({
      inputs: { x: [3, 10] },
      outputs: ["y"],
      weights: { w: [[10, 5], floats(50)], table: [[3, 5], floats(15)] },
      nodes: [node("MatMul", ["x", "w"], "a"), node("Add", ["a", "table"], "y")],
    }),
  );
  expect(kernelsOf(network)).toEqual([
    ["MatMul", 3 * 50 + 5],
    ["Add", 15],
  ]);
});

describe("a quantized network", () => {
  const quantized = tinyModel({
    inputs: { x: [1, 3, 8, 8] },
    outputs: ["y_dq"],
    weights: { w_q: [[4, 3, 3, 3], new Int8Array(108)], b_q: [[4], new Int32Array(4)] },
    nodes: [
      ...pair("x"),
      node("DequantizeLinear", ["w_q", "scale", "zero"], "w"),
      node("DequantizeLinear", ["b_q", "scale"], "b"),
      node("Conv", ["x_dq", "w", "b"], "a", conv),
      ...pair("a"),
      node("Sigmoid", ["a_dq"], "y"),
      ...pair("y"),
    ],
  });

  test("runs on 8-bit kernels, with a conversion at each end", async () => {
    expect(kernelsOf(await lowered(quantized))).toEqual([
      ["QuantizeLinear", 2 * 192],
      ["Conv", CONV_MACC],
      ["Sigmoid", 10 * 256],
      ["DequantizeLinear", 2 * 256],
    ]);
  });

  test("keeps weights in 1 byte, biases in 4, and scales nowhere", async () => {
    expect(footprintOf(await lowered(quantized)).weightsBytes).toBe(108 + 4 * 4);
  });

  test("keeps activations in 1 byte but for the float input and output", async () => {
    const { layers } = footprintOf(await lowered(quantized));
    expect(layers.map(({ activation_bytes }) => activation_bytes)).toEqual([
      192 * 4,
      192 + 256,
      256,
      256 * 4,
    ]);
  });

  test("turns a value to float once for the operators that stay in float", async () => {
    const model = tinyModel({
      inputs: { x: [1, 4] },
      outputs: ["y", "z"],
      nodes: [
        ...pair("x"),
        node("Sigmoid", ["x_dq"], "s"),
        ...pair("s"),
        node("Exp", ["s_dq"], "y"),
        node("Tanh", ["s_dq"], "z"),
      ],
    });
    expect(kernelsOf(await lowered(model)).map(([op]) => op)).toEqual([
      "QuantizeLinear",
      "Sigmoid",
      "DequantizeLinear",
      "Exp",
      "Tanh",
    ]);
  });
});

test("an 8-bit input and output need no conversion", async () => {
  const model = tinyModel({
    inputs: { x: [1, 4] },
    outputs: ["s_q"],
    nodes: [
      node("DequantizeLinear", ["x", "scale", "zero"], "x_dq"),
      node("Sigmoid", ["x_dq"], "s"),
      node("QuantizeLinear", ["s", "scale", "zero"], "s_q"),
    ],
  });
  for (const { type } of [...model.graph.input, ...model.graph.output])
    if (type?.value.case === "tensorType") type.value.value.elemType = TensorProto_DataType.INT8;
  const network = await lowered(model);
  expect(kernelsOf(network)).toEqual([["Sigmoid", 40]]);
  expect(footprintOf(network).activationBytes).toBe(4);
});

describe("constants", () => {
  test("weights that two kernels share are stored once", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 4, 8, 8] },
        outputs: ["y"],
        weights: { w: [[4, 4, 1, 1], floats(16)] },
        nodes: [node("Conv", ["x", "w"], "a"), node("Conv", ["a", "w"], "y")],
      }),
    );
    expect(footprintOf(network).layers.map((layer) => layer.weights_bytes)).toEqual([64, 0]);
  });

  test("float weights that the graph itself quantizes are stored in 1 byte", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 3, 8, 8] },
        outputs: ["y"],
        weights: { w: [[4, 3, 3, 3], floats(108)] },
        nodes: [...pair("w"), node("Conv", ["x", "w_dq"], "y", conv)],
      }),
    );
    expect(footprintOf(network).weightsBytes).toBe(108);
  });

  test("what is computed from constants or shapes alone is no kernel, and shapes cost no flash", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 4, 2, 2] },
        outputs: ["y"],
        weights: { table: [[16], floats(16)], one: [[1], floats(1)] },
        nodes: [
          node("Shape", ["x"], "dims"),
          node("Add", ["table", "one"], "sum"),
          node("Reshape", ["sum", "dims"], "folded"),
          node("Mul", ["x", "folded"], "y"),
        ],
      }),
    );
    expect(kernelsOf(network)).toEqual([["Mul", 16]]);
    expect(footprintOf(network).weightsBytes).toBe(64);
  });

  test("an operator that no formula describes is named", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 4] },
        outputs: ["y"],
        nodes: [node("CumSum", ["x", "axis"], "y")],
        weights: { axis: [[], new Int32Array([1])] },
      }),
    );
    expect(network.uncounted).toEqual(["CumSum"]);
  });
});

describe("activations", () => {
  test("a view and a change between NCHW and NHWC take no memory and no work", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 3, 8, 8] },
        outputs: ["y"],
        weights: { flat: [[2], new BigInt64Array([1n, 192n])] },
        nodes: [
          node("Transpose", ["x"], "t", { perm: [0, 2, 3, 1] }),
          node("Reshape", ["t", "flat"], "r"),
          node("Exp", ["r"], "y"),
        ],
      }),
    );
    expect(kernelsOf(network)).toEqual([["Exp", 192]]);
    expect(footprintOf(network).activationBytes).toBe(192 * 4);
  });

  test("a residual sum is written over the branch that dies, while the shortcut waits in memory", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 4, 8, 8] },
        outputs: ["y"],
        weights: { w: [[4, 4, 1, 1], floats(16)] },
        nodes: [node("Conv", ["x", "w"], "a"), node("Conv", ["a", "w"], "b"), node("Add", ["b", "x"], "y")],
      }),
    );
    const one = 256 * 4;
    expect(footprintOf(network).layers.map((layer) => layer.activation_bytes)).toEqual([
      2 * one,
      3 * one,
      2 * one,
    ]);
  });

  test("a concatenation copies: inputs and output live together", async () => {
    const network = await lowered(
      tinyModel({
        inputs: { x: [1, 2, 4, 4], z: [1, 2, 4, 4] },
        outputs: ["y"],
        nodes: [node("Concat", ["x", "z"], "y", { axis: 1 })],
      }),
    );
    expect(footprintOf(network).activationBytes).toBe((32 + 32 + 64) * 4);
  });
});
