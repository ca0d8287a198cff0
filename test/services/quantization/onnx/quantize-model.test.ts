import { toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { quantizeModel } from "../../../../services/quantization/onnx/quantize-model.js";
import { makeInt } from "../../../../services/toolkit/onnx/attribute.js";
import { makeNode } from "../../../../services/toolkit/onnx/make-node.js";
import { ModelProtoSchema, type NodeProto } from "../../../../services/toolkit/onnx/onnx_pb.js";
import type { Model } from "../../../../services/toolkit/onnx/read-model.js";
import { tensorData } from "../../../../services/toolkit/onnx/tensor-data.js";
import { noise, smallModel } from "../../toolkit/onnx/small-model.js";
import { makeFloat, makeInts } from "./make-ints.js";
import { output, quantized, samples, signalToNoise } from "./run-model.js";

const DIMS = [1, 3, 6, 6];
const IMAGE = ["N", 3, 6, 6] as const;
const conv = makeNode("Conv", "conv", ["x", "w", "b"], ["c"]);
const WEIGHTS = { w: [[4, 3, 3, 3], noise(108, 5)], b: [[4], noise(4, 6)] } as const;

const withConv = (nodes: readonly NodeProto[], outputs: readonly string[] = ["y"]): Model =>
  smallModel({ nodes: [conv, ...nodes], constants: WEIGHTS, input: IMAGE, outputs });

const operators = (model: Model) => model.graph.node.map(({ opType }) => opType);
const reads = (model: Model, opType: string) =>
  model.graph.node.find((node) => node.opType === opType)?.input;
const constant = (model: Model, name: string) => {
  const tensor = model.graph.initializer.find((one) => one.name === name);
  return tensor && { dims: tensor.dims.map(Number), values: Array.from(tensorData(tensor), Number) };
};

test("a Relu that alone reads its input goes, and the quantization after it saturates instead", async () => {
  const model = await quantized(withConv([makeNode("Relu", "", ["c"], ["y"])]), DIMS);
  expect(operators(model)).not.toContain("Relu");
  expect(constant(model, "y_zero_point")?.values).toEqual([-128]);
  expect(Math.min(...(await output(model, DIMS)))).toBe(0);
});

test("a Relu stays where another node reads its input", async () => {
  const nodes = [makeNode("Relu", "", ["c"], ["r"]), makeNode("Add", "", ["c", "r"], ["y"])];
  const model = await quantized(withConv(nodes), DIMS);
  expect(reads(model, "Relu")).toEqual(["c_DequantizeLinear_Output"]);
  expect(reads(model, "Add")).toEqual(["c_DequantizeLinear_Output", "r_DequantizeLinear_Output"]);
});

test("operators that only move values use the scale of their input", async () => {
  const nodes = [
    makeNode("MaxPool", "", ["c"], ["p"], [makeInts("kernel_shape", [2, 2])]),
    makeNode("Transpose", "", ["p"], ["y"], [makeInts("perm", [0, 2, 3, 1])]),
  ];
  const model = await quantized(withConv(nodes), DIMS);
  const scales = model.graph.node
    .filter(({ opType }) => opType === "QuantizeLinear")
    .map(({ input }) => input[1]);
  expect(scales).toEqual(["x_scale", "c_scale", "c_scale", "c_scale"]);
});

test("per channel a weight has a scale for each output, per tensor a single one", async () => {
  const model = withConv([makeNode("Sigmoid", "", ["c"], ["y"])]);
  const channels = await quantized(model, DIMS);
  const whole = await quantized(model, DIMS, { perChannel: false });
  expect(constant(channels, "w_scale")?.dims).toEqual([4]);
  expect(constant(channels, "b_quantized_scale")?.dims).toEqual([4]);
  expect(constant(whole, "w_scale")?.dims).toEqual([]);
  expect(constant(whole, "b_quantized_scale")?.dims).toEqual([1]);
});

test("unsigned activations have unsigned zero points, and weights stay signed", async () => {
  const model = await quantized(withConv([makeNode("Sigmoid", "", ["c"], ["y"])]), DIMS, {
    activationType: "uint8",
  });
  const types = Object.fromEntries(model.graph.initializer.map(({ name, dataType }) => [name, dataType]));
  expect(types).toMatchObject({ x_zero_point: 2, y_zero_point: 2, w_zero_point: 3, w_quantized: 3 });
});

test("inputs and outputs keep their names and types", async () => {
  const model = withConv([makeNode("Sigmoid", "", ["c"], ["y"])]);
  const result = await quantized(model, DIMS);
  expect(result.graph.input.map(({ name }) => name)).toEqual(["x"]);
  expect(result.graph.output.map(({ name }) => name)).toEqual(["y"]);
});

test("the model that was given stays as it is", async () => {
  const model = withConv([makeNode("Relu", "", ["c"], ["y"])]);
  const before = toBinary(ModelProtoSchema, model);
  await quantized(model, DIMS);
  expect(toBinary(ModelProtoSchema, model)).toEqual(before);
});

test("the same model and samples give the same bytes", async () => {
  const model = withConv([makeNode("Relu", "", ["c"], ["y"])]);
  const [one, two] = [await quantized(model, DIMS), await quantized(model, DIMS)];
  expect(toBinary(ModelProtoSchema, one)).toEqual(toBinary(ModelProtoSchema, two));
});

test("a name that the graph has already is not written twice", async () => {
  const nodes = [makeNode("Sigmoid", "", ["c"], ["c_scale"]), makeNode("Mul", "", ["c", "c_scale"], ["y"])];
  const model = await quantized(withConv(nodes), DIMS);
  const float = await output(withConv(nodes), DIMS);
  expect(signalToNoise(float, await output(model, DIMS))).toBeGreaterThan(30);
});

describe("where the reference goes wrong, the network's meaning is kept", () => {
  async function ratio(model: Model, dims: readonly number[], perChannel = true): Promise<number> {
    const result = await quantized(model, dims, { perChannel });
    return signalToNoise(await output(model, dims), await output(result, dims));
  }

  test("a Gemm with beta adds beta times its bias", async () => {
    const gemm = makeNode("Gemm", "", ["x", "w", "b"], ["y"], [makeFloat("beta", 0.25)]);
    const constants = { w: [[8, 5], noise(40, 2)], b: [[5], noise(5, 3).map((value) => value * 8)] } as const;
    const model = smallModel({ nodes: [gemm], constants, input: ["N", 8], outputs: ["y"] });
    expect(await ratio(model, [1, 8])).toBeGreaterThan(30);
  });

  test("a grouped transposed convolution with bias is quantized per channel", async () => {
    const node = makeNode("ConvTranspose", "", ["x", "w", "b"], ["y"], [makeInt("group", 2)]);
    const constants = { w: [[4, 3, 3, 3], noise(108, 2)], b: [[6], noise(6, 3)] } as const;
    const model = smallModel({ nodes: [node], constants, input: ["N", 4, 5, 5], outputs: ["y"] });
    expect(await ratio(model, [1, 4, 5, 5])).toBeGreaterThan(30);
  });

  test("a model of opset 11 is quantized per channel, its MaxPool included", async () => {
    const nodes = [conv, makeNode("MaxPool", "", ["c"], ["y"], [makeInts("kernel_shape", [2, 2])])];
    const model = smallModel({ nodes, constants: WEIGHTS, input: IMAGE, outputs: ["y"], opset: 11 });
    expect(await ratio(model, DIMS)).toBeGreaterThan(30);
  });

  test("a Pad before a MaxPool stays: zeros are not minus infinity", async () => {
    const nodes = [
      makeNode("Pad", "", ["low", "pads"], ["padded"]),
      makeNode("MaxPool", "", ["padded"], ["y"], [makeInts("kernel_shape", [3, 3])]),
    ];
    const constants = {
      ...WEIGHTS,
      b: [[4], Float32Array.of(-20, -20, -20, -20)],
      pads: [[8], BigInt64Array.of(0n, 0n, 1n, 1n, 0n, 0n, 1n, 1n)],
    } as const;
    const lowered = makeNode("Conv", "conv", ["x", "w", "b"], ["low"]);
    const model = smallModel({ nodes: [lowered, ...nodes], constants, input: IMAGE, outputs: ["y"] });
    expect(await ratio(model, DIMS)).toBeGreaterThan(30);
  });
});

describe("what cannot be quantized is refused", () => {
  const options = { name: "m.onnx", perChannel: true, activationType: "int8", targetOpset: 17 } as const;

  test("a network without an operator to quantize names those it has", async () => {
    const model = smallModel({ nodes: [makeNode("Exp", "", ["x"], ["y"])], input: ["N", 2], outputs: ["y"] });
    await expect(quantizeModel(model, samples([1, 2]), options)).rejects.toThrow(/its operators are: Exp/);
  });

  test("a weight that holds no number is named", async () => {
    const constants = { ...WEIGHTS, b: [[4], Float32Array.of(1, Number.NaN, 1, 1)] } as const;
    const model = smallModel({ nodes: [conv], constants, input: IMAGE, outputs: ["c"] });
    await expect(quantizeModel(model, samples(DIMS), options)).rejects.toThrow("The weight 'b' holds NaN");
  });

  test("an activation that overflows is named", async () => {
    const nodes = [makeNode("Exp", "", ["c"], ["e"]), makeNode("Add", "", ["e", "e"], ["y"])];
    const constants = { ...WEIGHTS, b: [[4], Float32Array.of(1, 99, 1, 1)] } as const;
    const model = smallModel({ nodes: [conv, ...nodes], constants, input: IMAGE, outputs: ["y"] });
    await expect(quantizeModel(model, samples(DIMS), options)).rejects.toThrow(
      /Tensor 'e' takes values from .* to Infinity/,
    );
  });

  test("no samples are an error, not an empty range", async () => {
    async function* none(): AsyncGenerator<never> {}
    const model = smallModel({ nodes: [conv], constants: WEIGHTS, input: IMAGE, outputs: ["c"] });
    await expect(quantizeModel(model, none(), options)).rejects.toMatchObject({ code: "calibration_empty" });
  });

  test("a graph that the runtime does not load is told with its reason", async () => {
    const model = smallModel({
      nodes: [makeNode("Conv", "", ["x", "nope"], ["y"])],
      input: IMAGE,
      outputs: ["y"],
    });
    await expect(quantizeModel(model, samples(DIMS), options)).rejects.toMatchObject({
      code: "model_unloadable",
    });
  });
});
