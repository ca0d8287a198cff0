import { expect, test } from "vitest";
import type { KerasWeight } from "../../../../../services/toolkit/keras/model.js";
import type { Operator } from "../../../../../services/toolkit/tflite/graph.js";
import { type Layer, lines, lowered, only, refusal } from "./lowered.js";

const IMAGE = [null, 8, 8, 2] as const;

function counted(...shape: number[]): KerasWeight {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length: count }, (_, i) => i + 1) };
}

function conv(config: Layer[1] = {}, weights: Layer[2] = {}): Layer {
  return ["Conv2D", config, { kernel: counted(3, 3, 2, 3), bias: counted(3), ...weights }];
}

const NORM: Layer = [
  "BatchNormalization",
  { epsilon: 0 },
  {
    gamma: { shape: [3], data: Float32Array.of(1, 2, 4) },
    beta: { shape: [3], data: Float32Array.of(1, 1, 1) },
    moving_mean: { shape: [3], data: Float32Array.of(0, 1, 2) },
    moving_variance: { shape: [3], data: Float32Array.of(1, 4, 16) },
  },
];

const names = (...layers: Layer[]) => lowered(IMAGE, ...layers).operators.map(({ op }) => op);
const values = (operator: Operator, input: number) => [...(operator.inputs[input]?.data ?? [])].map(Number);

test("a convolution has its filters first and its bias", () => {
  const operator = only(lowered(IMAGE, conv({ strides: 2, padding: "same" })));
  expect(operator).toMatchObject({ op: "CONV_2D", options: { padding: 0, strideH: 2, strideW: 2 } });
  expect(operator.inputs[1]?.shape).toEqual([3, 3, 3, 2]);
  expect(values(operator, 1).slice(0, 3)).toEqual([1, 4, 7]);
  expect(values(operator, 2)).toEqual([1, 2, 3]);
  expect(operator.outputs[0]).toMatchObject({ shape: [1, 4, 4, 3], signature: [-1, 4, 4, 3] });
});

test("a missing bias is one of zeros", () => {
  expect(values(only(lowered(IMAGE, conv({ use_bias: false }))), 2)).toEqual([0, 0, 0]);
});

test.each([
  ["relu", 1],
  ["relu6", 3],
  ["hard_tanh", 2],
])("the activation %s is fused", (activation, fused) => {
  expect(only(lowered(IMAGE, conv({ activation }))).options).toMatchObject({
    fusedActivationFunction: fused,
  });
});

test("a batch norm after a convolution goes into its weights and bias", () => {
  const operator = only(lowered(IMAGE, conv(), NORM, ["ReLU", { max_value: 6 }]));
  expect(operator.options).toMatchObject({ fusedActivationFunction: 3 });
  expect(values(operator, 2)).toEqual([2, 2, 2]);
  expect(values(operator, 1).slice(0, 3)).toEqual([1, 4, 7]);
});

test("a batch norm after a rectifier stays a product and a sum", () => {
  expect(names(conv({ activation: "relu" }), NORM, ["ReLU"])).toEqual(["CONV_2D", "MUL", "ADD"]);
});

test("a depthwise convolution keeps its weights' order; a batch norm multiplies its channels", () => {
  const operator = only(
    lowered(IMAGE, [
      "DepthwiseConv2D",
      { depth_multiplier: 2 },
      {
        depthwise_kernel: counted(1, 1, 2, 2),
        bias: counted(4),
      },
    ]),
  );
  expect(operator).toMatchObject({ op: "DEPTHWISE_CONV_2D", options: { depthMultiplier: 2 } });
  expect(operator.inputs[1]?.shape).toEqual([1, 1, 1, 4]);
  expect(values(operator, 1)).toEqual([1, 2, 3, 4]);
});

test("a separable convolution is a depthwise one and one of single points", () => {
  const weights = {
    depthwise_kernel: counted(3, 3, 2, 1),
    pointwise_kernel: counted(1, 1, 2, 3),
    bias: counted(3),
  };
  const graph = lowered(IMAGE, ["SeparableConv2D", { activation: "relu" }, weights]);
  expect(
    graph.operators.map(({ op, options }) => [
      op,
      options && "fusedActivationFunction" in options && options.fusedActivationFunction,
    ]),
  ).toEqual([
    ["DEPTHWISE_CONV_2D", 0],
    ["CONV_2D", 1],
  ]);
});

test("zeros around an image become the padding SAME where they are the same zeros", () => {
  const padding = (amounts: unknown, strides: number) =>
    names(["ZeroPadding2D", { padding: amounts }], conv({ strides }));
  expect(
    padding(
      [
        [0, 1],
        [0, 1],
      ],
      2,
    ),
  ).toEqual(["CONV_2D"]);
  expect(padding(1, 1)).toEqual(["CONV_2D"]);
  expect(padding(1, 2)).toEqual(["PAD", "CONV_2D"]);
});

test("a dilated convolution of an unknown batch moves its places into the batch", () => {
  const graph = lowered(IMAGE, conv({ dilation_rate: 2, padding: "same", activation: "relu" }));
  expect(lines(graph).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "SPACE_TO_BATCH_ND -1x6x6x2",
    "CONV_2D -1x4x4x3",
    "BATCH_TO_SPACE_ND -1x8x8x3",
    "ADD -1x8x8x3",
  ]);
  const known = only(lowered([1, 8, 8, 2], conv({ dilation_rate: 2, padding: "same" })));
  expect(known.options).toMatchObject({ dilationHFactor: 2, dilationWFactor: 2 });
});

test("a transposed convolution reads its batch at run time", () => {
  const weights = { kernel: counted(2, 2, 3, 2), bias: counted(3) };
  const layer: Layer = ["Conv2DTranspose", { strides: 2, activation: "relu" }, weights];
  expect(names(layer)).toEqual(["SHAPE", "STRIDED_SLICE", "PACK", "TRANSPOSE_CONV"]);
  const operator = only(lowered([1, 8, 8, 2], layer));
  expect(operator.inputs.map((input) => input?.shape)).toEqual([[4], [3, 2, 2, 2], [1, 8, 8, 2], [3]]);
  expect(values(operator, 0)).toEqual([1, 16, 16, 3]);
  expect(values(operator, 1).slice(0, 4)).toEqual([1, 2, 7, 8]);
});

test("a rectifier is not fused into a transposed convolution without a bias", () => {
  const layer: Layer = ["Conv2DTranspose", { use_bias: false }, { kernel: counted(2, 2, 3, 2) }];
  expect(names(layer, ["ReLU"]).slice(-2)).toEqual(["TRANSPOSE_CONV", "RELU"]);
});

test("groups of channels stay in one convolution", () => {
  const operator = only(
    lowered(IMAGE, conv({ groups: 2 }, { kernel: counted(3, 3, 1, 4), bias: counted(4) })),
  );
  expect(operator.inputs[1]?.shape).toEqual([4, 3, 3, 1]);
});

test("a scaling goes into the weights after it; an offset only where no zeros are padded", () => {
  const scaling: Layer = ["Rescaling", { scale: 0.5, offset: -1 }];
  const folded = only(lowered(IMAGE, scaling, conv({ use_bias: false })));
  expect(values(folded, 1).slice(0, 3)).toEqual([0.5, 2, 3.5]);
  expect(values(folded, 2)[0]).toBe(-Array.from({ length: 18 }, (_, i) => 1 + 3 * i).reduce((a, b) => a + b));
  expect(names(scaling, conv({ padding: "same" }))).toEqual(["MUL", "ADD", "CONV_2D"]);
});

test("channels first, strides with a dilation and an unknown activation are refused", () => {
  expect(refusal(IMAGE, conv({ data_format: "channels_first" }))).toMatchObject({
    code: "keras_layer_unsupported",
  });
  expect(refusal(IMAGE, conv({ strides: 2, dilation_rate: 2 })).message).toContain("dilation");
  const error = refusal(IMAGE, conv({ activation: "sigmoyd" }));
  expect(error.message).toContain('Layer "layer_0" (Conv2D) has the activation "sigmoyd"');
  expect(error.hint).toMatch(/Did you mean sigmoid\?.*quantization\.engine: tensorflow/);
});

test("weights for another number of channels than the input has are an error", () => {
  const error = refusal(IMAGE, conv({}, { kernel: counted(3, 3, 5, 3) }));
  expect(error).toMatchObject({ code: "keras_layer_invalid" });
  expect(error.message).toContain("has weights for 5 channels, and its input has 2");
});
