import { expect, test } from "vitest";
import { optimizeKeras } from "../../../../services/quantization/keras/optimize-keras.js";
import type { KerasLayer, KerasModel, LayerCall } from "../../../../services/toolkit/keras/model.js";

type Weights = Record<string, readonly [number[], number[]]>;

function makeLayer(className: string, name: string, config: object, weights: Weights): KerasLayer {
  const entries = Object.entries(weights).map(
    ([role, [shape, data]]) => [role, { shape, data: Float32Array.from(data) }] as const,
  );
  return { className, name, config: { name, ...config }, weights: new Map(entries) };
}

/** The layers one after the other on an input of two channels. */
function chain(...layers: KerasLayer[]): KerasModel {
  const input = { name: "in", shape: [null, 4, 4, 2] };
  const calls: LayerCall[] = [];
  for (const layer of layers)
    calls.push({ layer, inputs: [calls.at(-1)?.outputs[0] ?? input], outputs: [{ name: layer.name }] });
  return { name: "net", inputs: [input], outputs: calls.at(-1)?.outputs ?? [], calls };
}

function weight(model: KerasModel, name: string, role: string): number[] | undefined {
  const found = model.calls.find(({ layer }) => layer.name === name)?.layer.weights.get(role);
  return found === undefined ? undefined : [...found.data];
}

const names = ({ calls }: KerasModel) => calls.map(({ layer }) => layer.name);

/** 1 × 3 kernels; the ranges of the two channels are 4 and 1. */
const depthwise = (config: object = {}) =>
  makeLayer("DepthwiseConv2D", "dw", config, {
    depthwise_kernel: [
      [1, 3, 2, 1],
      [-2, 0, 2, 1, 0, 0.5],
    ],
    bias: [[2], [1, 1]],
  });

/** A 1 × 1 kernel, two channels to two; the ranges that the input channels meet are 1 and 4. */
const pointwise = makeLayer(
  "Conv2D",
  "pw",
  {},
  {
    kernel: [
      [1, 1, 2, 2],
      [0, 1, 4, 0],
    ],
    bias: [[2], [0, 0]],
  },
);

const relu6 = makeLayer("ReLU", "relu", { max_value: 6, negative_slope: 0, threshold: 0 }, {});

const normalization = (beta: number[]) =>
  makeLayer(
    "BatchNormalization",
    "norm",
    { axis: [3], epsilon: 0 },
    {
      gamma: [[2], [1, 1]],
      beta: [[2], beta],
      moving_mean: [[2], [1, 2]],
      moving_variance: [[2], [4, 0.25]],
    },
  );

test("a normalization goes into the convolution before it", () => {
  const model = optimizeKeras(chain(pointwise, normalization([5, 6])));
  expect(names(model)).toEqual(["pw"]);
  expect(weight(model, "pw", "kernel")).toEqual([0, 2, 2, 0]);
  expect(weight(model, "pw", "bias")).toEqual([4.5, 2]);
  expect(model.outputs[0]).toBe(model.calls[0]?.outputs[0]);
});

test("a convolution without bias gets one", () => {
  const bare = makeLayer(
    "Conv2D",
    "pw",
    { use_bias: false },
    {
      kernel: [
        [1, 1, 2, 2],
        [1, 1, 1, 1],
      ],
    },
  );
  const model = optimizeKeras(chain(bare, normalization([5, 6])));
  expect(weight(model, "pw", "bias")).toEqual([4.5, 2]);
  expect(model.calls[0]?.layer.config.use_bias).toBe(true);
});

test("a normalization behind an activation stays", () => {
  const active = { ...pointwise, config: { activation: "relu" } };
  expect(names(optimizeKeras(chain(active, normalization([5, 6]))))).toEqual(["pw", "norm"]);
});

test("two convolutions in a row come to the same range in each channel", () => {
  const model = optimizeKeras(chain(depthwise(), pointwise));
  expect(weight(model, "dw", "depthwise_kernel")).toEqual([-1, 0, 1, 2, 0, 1]);
  expect(weight(model, "dw", "bias")).toEqual([0.5, 2]);
  expect(weight(model, "pw", "kernel")).toEqual([0, 2, 2, 0]);
});

test("a ReLU6 between them gets a limit per channel", () => {
  const model = optimizeKeras(chain(depthwise(), relu6, pointwise));
  expect(names(model)).toEqual(["dw", "relu_relu", "relu", "pw"]);
  const { operation } = model.calls[2]?.layer ?? {};
  expect(operation?.function).toBe("clip_by_value");
  expect(operation?.kwargs.get("clip_value_max")).toEqual({ kind: "constant", value: [3, 12] });
  expect(model.calls[3]?.inputs[0]).toBe(model.calls[2]?.outputs[0]);
});

/** Of deviation 0.5; the factor that goes into the convolution is 1. */
const narrow = (beta: number[]) =>
  makeLayer(
    "BatchNormalization",
    "norm",
    { axis: [3], epsilon: 0 },
    {
      gamma: [[2], [0.5, 0.5]],
      beta: [[2], beta],
      moving_mean: [[2], [0, 0]],
      moving_variance: [[2], [0.25, 0.25]],
    },
  );

test("bias that values never fall below goes over to the next convolution", () => {
  const model = optimizeKeras(chain(depthwise(), narrow([3, 0]), relu6, pointwise));
  // Balanced, the first channel has mean 1.5 and deviation 0.25: 0.75 is three deviations below.
  expect(weight(model, "dw", "bias")).toEqual([1.25, 2]);
  expect(weight(model, "pw", "bias")).toEqual([0, 1.5]);
});

test("bias stays where values are cut off at the top", () => {
  const model = optimizeKeras(chain(depthwise(), narrow([5, 0]), relu6, pointwise));
  expect(weight(model, "dw", "bias")).toEqual([3, 2]);
  expect(weight(model, "pw", "bias")).toEqual([0, 0]);
});

test.each([
  ["a limit other than 6", { max_value: 1 }],
  ["a threshold", { threshold: 1 }],
])("nothing is balanced through a ReLU with %s", (_, config) => {
  const model = optimizeKeras(chain(depthwise(), makeLayer("ReLU", "relu", config, {}), pointwise));
  expect(weight(model, "dw", "depthwise_kernel")).toEqual([-2, 0, 2, 1, 0, 0.5]);
});

test("nothing is balanced where another layer reads the values too", () => {
  const model = chain(depthwise(), pointwise);
  const both = { ...model, outputs: model.calls.flatMap(({ outputs }) => outputs) };
  expect(weight(optimizeKeras(both), "dw", "depthwise_kernel")).toEqual([-2, 0, 2, 1, 0, 0.5]);
});

test("channels of next to no weight are cleared", () => {
  const faint = makeLayer(
    "Conv2D",
    "pw",
    {},
    {
      kernel: [
        [1, 1, 2, 2],
        [1e-11, 1, -1e-12, 1],
      ],
      bias: [[2], [1, 1]],
    },
  );
  expect(weight(optimizeKeras(chain(faint)), "pw", "kernel")).toEqual([0, 1, 0, 1]);
});

test("the network that was given stays as it is", () => {
  const model = chain(depthwise(), normalization([5, 6]), relu6, pointwise);
  const before = structuredClone(model);
  optimizeKeras(model);
  expect(structuredClone(model)).toEqual(before);
});
