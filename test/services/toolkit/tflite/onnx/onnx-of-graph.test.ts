import { describe, expect, it } from "vitest";
import type { Operator, Tensor } from "../../../../../services/toolkit/tflite/graph.js";
import { onnxOfGraph } from "../../../../../services/toolkit/tflite/onnx/onnx-of-graph.js";
import { readGraph } from "../../../../../services/toolkit/tflite/read-graph.js";
import { ACTIVATION, PADDING } from "../../../../../services/toolkit/tflite/schema/enumerations.js";
import { makeOptions } from "../../../../../services/toolkit/tflite/schema/options.js";
import { hasShared } from "../../../../shared.js";
import { goldenCases, goldenModel, tensorOf } from "../runtime/golden-cases.js";
import { activation, floats, graphOf, integers } from "./graph-of.js";
import { runOnnx } from "./run-onnx.js";

const networks = [...new Map(goldenCases.map((golden) => [golden.float_tflite, golden])).values()];

describe.skipIf(!hasShared)("golden float networks in ONNX (needs ../shared)", () => {
  it.each(networks)("$float_tflite answers as in TensorFlow Lite", async (golden) => {
    const graph = readGraph(goldenModel(golden.float_tflite), golden.float_tflite);
    const input = graph.inputs[0]?.name ?? "";
    for (const [run, blob] of golden.test_inputs.entries()) {
      const results = await runOnnx(graph, { [input]: Float32Array.from(tensorOf(blob)) });
      for (const [place, { name }] of graph.outputs.entries()) {
        const wanted = golden.float_outputs[run]?.[place];
        if (wanted === undefined) throw new Error(`there is no output ${place}`);
        expect(results.get(name)?.dims).toEqual(wanted.shape);
        expect(distance(results.get(name)?.values, tensorOf(wanted))).toBeLessThan(1e-5);
      }
    }
  });
});

describe("operators in ONNX", () => {
  it("pad a convolution as TensorFlow does, the odd one behind", async () => {
    const operator = windowed("CONV_2D", [1, 2, 2, 1], {
      inputs: [floats("weights", [1, 2, 2, 1], [1, 10, 100, 1000])],
      options: makeOptions("Conv2DOptions", { padding: PADDING.SAME, strideH: 1, strideW: 1 }),
    });
    expect(await answer(operator, [1, 2, 3, 4])).toEqual([4321, 402, 43, 4]);
  });

  it("leave padding out of an average", async () => {
    const operator = windowed("AVERAGE_POOL_2D", [1, 2, 2, 1], {
      options: makeOptions("Pool2DOptions", {
        padding: PADDING.SAME,
        strideH: 1,
        strideW: 1,
        filterHeight: 2,
        filterWidth: 2,
      }),
    });
    expect(await answer(operator, [1, 2, 3, 4])).toEqual([2.5, 3, 3.5, 4]);
  });

  it.each([
    ["MAX_POOL_2D", 0],
    ["AVERAGE_POOL_2D", -1],
  ] as const)("count the zeros of a padding before %s", async (op, wanted) => {
    const [x, same, y] = [
      activation("x", [1, 1, 1, 1]),
      activation("same", [1, 1, 1, 1]),
      activation("y", [1, 1, 1, 1]),
    ];
    const padded = activation("padded", [1, 2, 2, 1]);
    const common = { padding: PADDING.VALID, strideH: 1, strideW: 1 };
    const pool = (size: number) =>
      makeOptions("Pool2DOptions", { ...common, filterHeight: size, filterWidth: size });
    const amounts = integers("amounts", [0, 0, 1, 0, 1, 0, 0, 0]);
    const operators: Operator[] = [
      { op: "MAX_POOL_2D", inputs: [x], outputs: [same], options: pool(1) },
      { op: "PAD", inputs: [same, amounts], outputs: [padded] },
      { op, inputs: [padded], outputs: [y], options: pool(2) },
    ];
    const results = await runOnnx(graphOf(operators, [x]), { x: Float32Array.of(-4) });
    expect(results.get("y")?.values[0]).toBeCloseTo(wanted);
  });

  it("apply the fused activation", async () => {
    const input = activation("x", [1, 4]);
    const operator: Operator = {
      op: "ADD",
      inputs: [input, floats("four", [1], [4])],
      outputs: [activation("y", [1, 4])],
      options: makeOptions("AddOptions", { fusedActivationFunction: ACTIVATION.RELU6 }),
    };
    expect(await answer(operator, [-9, -1, 1, 9])).toEqual([0, 3, 5, 6]);
  });

  it("stretch a constant of fewer axes over channels, whatever the layout", async () => {
    const input = activation("x", [-1, 1, 2, 2]);
    const pooled = activation("pooled", [-1, 1, 2, 2]);
    const pool: Operator = {
      op: "MAX_POOL_2D",
      inputs: [input],
      outputs: [pooled],
      options: makeOptions("Pool2DOptions", { strideH: 1, strideW: 1, filterHeight: 1, filterWidth: 1 }),
    };
    const multiply: Operator = {
      op: "MUL",
      inputs: [pooled, floats("factors", [2], [10, 100])],
      outputs: [activation("y", [-1, 1, 2, 2])],
      options: makeOptions("MulOptions"),
    };
    const results = await runOnnx(graphOf([pool, multiply], [input]), { x: Float32Array.of(1, 2, 3, 4) });
    expect([...(results.get("y")?.values ?? [])]).toEqual([10, 200, 30, 400]);
  });

  it("put each offset of a block in the outer part of the batch", async () => {
    const operator: Operator = {
      op: "SPACE_TO_BATCH_ND",
      inputs: [activation("x", [1, 3, 1]), integers("blocks", [2]), integers("pads", [0, 1])],
      outputs: [activation("y", [2, 2, 1])],
    };
    expect(await answer(operator, [1, 2, 3])).toEqual([1, 3, 2, 0]);
  });

  it("take slices backwards", async () => {
    const operator: Operator = {
      op: "STRIDED_SLICE",
      inputs: [
        activation("x", [1, 4]),
        integers("begin", [0, 0]),
        integers("end", [0, 0]),
        integers("strides", [1, -2]),
      ],
      outputs: [activation("y", [1, 2])],
      options: makeOptions("StridedSliceOptions", { beginMask: 3, endMask: 3 }),
    };
    expect(await answer(operator, [1, 2, 3, 4])).toEqual([4, 2]);
  });

  it("keep to the first rows and columns where a nearest neighbour grows by a whole number", async () => {
    const operator: Operator = {
      op: "RESIZE_NEAREST_NEIGHBOR",
      inputs: [activation("x", [1, 1, 2, 1]), integers("size", [2, 4])],
      outputs: [activation("y", [1, 2, 4, 1])],
      options: makeOptions("ResizeNearestNeighborOptions", { halfPixelCenters: true }),
    };
    expect(await answer(operator, [1, 2])).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  });
});

describe("onnxOfGraph", () => {
  it("leaves an unknown batch free", async () => {
    const input = activation("x", [-1, 2]);
    const operator: Operator = { op: "NEG", inputs: [input], outputs: [activation("y", [-1, 2])] };
    const results = await runOnnx(graphOf([operator], [input]), { x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(results.get("y")?.dims).toEqual([3, 2]);
  });

  it("keeps the name of every tensor", () => {
    const input = activation("image", [-1, 4, 4, 2]);
    const middle = activation("conv", [-1, 4, 4, 3]);
    const output = activation("relu", [-1, 4, 4, 3]);
    const graph = graphOf(
      [convolution(input, middle), { op: "RELU", inputs: [middle], outputs: [output] }],
      [input],
    );
    const { node, input: inputs, output: outputs } = onnxOfGraph(graph).graph;
    expect(node.flatMap((one) => one.output)).toEqual(expect.arrayContaining(["conv", "relu"]));
    expect([...inputs, ...outputs].map(({ name }) => name)).toEqual(["image", "relu"]);
  });

  it("transposes at the ends alone, with convolutions in between", () => {
    const input = activation("image", [-1, 4, 4, 2]);
    const middle = activation("conv", [-1, 4, 4, 3]);
    const output = activation("sum", [-1, 4, 4, 3]);
    const add: Operator = {
      op: "ADD",
      inputs: [middle, middle],
      outputs: [output],
      options: makeOptions("AddOptions"),
    };
    const { node } = onnxOfGraph(graphOf([convolution(input, middle), add], [input])).graph;
    expect(node.map(({ opType }) => opType)).toEqual(["Transpose", "Conv", "Add", "Transpose"]);
  });

  it("shares the memory of weights whose order stays", () => {
    const input = activation("image", [-1, 4, 4, 2]);
    const operator = convolution(input, activation("conv", [-1, 4, 4, 3]));
    const { initializer } = onnxOfGraph(graphOf([operator], [input])).graph;
    expect(initializer.some(({ rawData }) => rawData.buffer === operator.inputs[1]?.data?.buffer)).toBe(true);
  });

  it("names an operator that it does not know", () => {
    const input = activation("x", [1, 2]);
    const operator: Operator = { op: "LSTM", inputs: [input], outputs: [activation("y", [1, 2])] };
    expect(() => onnxOfGraph(graphOf([operator], [input]))).toThrowError(/Operator LSTM \(tensor 'y'\)/);
  });

  it("refuses images of unknown height", () => {
    const input: Tensor = { name: "x", type: "FLOAT32", shape: [1, 1, 4, 3], signature: [-1, -1, 4, 3] };
    const operator: Operator = { op: "NEG", inputs: [input], outputs: [activation("y", [1, 1, 4, 3])] };
    expect(() => onnxOfGraph(graphOf([operator], [input]))).toThrowError(/'x' has the shape \[-1,-1,4,3\]/);
  });

  it("refuses integers", () => {
    const input: Tensor = { name: "x", type: "INT8", shape: [1, 4] };
    const operator: Operator = { op: "NEG", inputs: [input], outputs: [activation("y", [1, 4])] };
    expect(() => onnxOfGraph(graphOf([operator], [input]))).toThrowError(/Tensor 'x' holds INT8 values/);
  });
});

function windowed(
  op: "CONV_2D" | "AVERAGE_POOL_2D",
  shape: readonly number[],
  { inputs = [], options }: { inputs?: Tensor[]; options: Operator["options"] },
): Operator {
  return { op, inputs: [activation("x", shape), ...inputs], outputs: [activation("y", shape)], options };
}

function convolution(input: Tensor, output: Tensor): Operator {
  const weights = floats("weights", [3, 1, 1, 2], [1, 2, 3, 4, 5, 6]);
  const options = makeOptions("Conv2DOptions", { strideH: 1, strideW: 1 });
  return { op: "CONV_2D", inputs: [input, weights], outputs: [output], options };
}

/** What an operator with the input x makes of values. */
async function answer(operator: Operator, values: readonly number[]): Promise<number[]> {
  const input = operator.inputs[0];
  if (input === undefined) throw new Error("the operator has no input");
  const results = await runOnnx(graphOf([operator], [input]), { x: Float32Array.from(values) });
  return [...(results.get("y")?.values ?? [])];
}

/** The largest difference, relative to the largest value. */
function distance(got: Float32Array | undefined, wanted: ArrayLike<number>): number {
  const largest = Array.from(wanted).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Array.from(wanted).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (got?.[i] ?? Number.NaN)) / largest),
    0,
  );
}
