import { expect, test } from "vitest";
import { lines, lowered, only, refusal } from "./lowered.js";

const IMAGE = [null, 4, 5, 3] as const;

test("softmax is along the last axis, which another one changes places with", () => {
  expect(lines(lowered(IMAGE, ["Softmax", { axis: -1 }]))).toEqual(["SOFTMAX -1x4x5x3"]);
  expect(lines(lowered(IMAGE, ["Softmax", { axis: 1 }]))).toEqual([
    "TRANSPOSE -1x3x5x4 [0,3,2,1]",
    "SOFTMAX -1x3x5x4",
    "TRANSPOSE -1x4x5x3 [0,3,2,1]",
  ]);
});

test("softmax along several axes is refused, and along the batch", () => {
  expect(refusal(IMAGE, ["Softmax", { axis: [1, 2] }]).message).toContain("has axis: [1,2]");
  expect(refusal(IMAGE, ["Softmax", { axis: 0 }]).message).toContain("has axis: 0");
});

test.each([
  ["alpha", 0.1],
  ["negative_slope", 0.1],
])("LeakyReLU takes its slope from %s", (key, slope) => {
  expect(only(lowered(IMAGE, ["LeakyReLU", { [key]: slope }])).options).toMatchObject({
    alpha: Math.fround(slope),
  });
});

test("LeakyReLU has a slope of 0.3 where none is given, is RELU with 0 and nothing with 1", () => {
  expect(only(lowered(IMAGE, ["LeakyReLU"])).options).toMatchObject({ alpha: Math.fround(0.3) });
  expect(lines(lowered(IMAGE, ["LeakyReLU", { negative_slope: 0 }]))).toEqual(["RELU -1x4x5x3"]);
  expect(lines(lowered(IMAGE, ["LeakyReLU", { negative_slope: 1 }]))).toEqual([]);
});

test("PReLU keeps the shape of its slopes", () => {
  const alpha = { shape: [1, 1, 3], data: Float32Array.of(0.5, 0.25, 0.125) };
  const { inputs } = only(lowered(IMAGE, ["PReLU", { shared_axes: [1, 2] }, { alpha }]));
  expect(inputs[1]).toMatchObject(alpha);
});

test("PReLU without slopes is refused", () => {
  expect(refusal(IMAGE, ["PReLU"])).toMatchObject({ code: "keras_weight_missing" });
});

test("an ELU with an alpha selects between the values and their multiples", () => {
  expect(lines(lowered(IMAGE, ["ELU", { alpha: 1 }]))).toEqual(["ELU -1x4x5x3"]);
  const graph = lowered(IMAGE, ["ELU", { alpha: 0.5 }]);
  expect(lines(graph)).toEqual([
    "ELU -1x4x5x3",
    "MUL -1x4x5x3 [0.5]",
    "GREATER -1x4x5x3 [0]",
    "SELECT_V2 -1x4x5x3",
  ]);
  expect(graph.operators[2]?.outputs[0]?.type).toBe("BOOL");
  expect(graph.outputs[0]?.type).toBe("FLOAT32");
});

test.each([
  [{ scale: 0.5, offset: -1 }, ["MUL -1x4x5x3 [0.5]", "ADD -1x4x5x3 [-1]"]],
  [{ scale: 0.5, offset: 0 }, ["MUL -1x4x5x3 [0.5]"]],
  [{ scale: 1, offset: 2 }, ["ADD -1x4x5x3 [2]"]],
  [{ scale: 1, offset: 0 }, []],
  [{ scale: [0.5, 1, 2], offset: [1, 2, 3] }, ["MUL -1x4x5x3 [0.5,1,2]", "ADD -1x4x5x3 [1,2,3]"]],
])("Rescaling with %j is %j", (config, expected) => {
  expect(lines(lowered(IMAGE, ["Rescaling", config]))).toEqual(expected);
});

test("Rescaling by a list of another length than the channels is refused", () => {
  expect(refusal(IMAGE, ["Rescaling", { scale: [1, 2] }]).message).toContain("3 numbers");
});

test("Normalization takes the mean off and divides by the root of the variance", () => {
  const config = { axis: [-1], mean: [0.5, 0.25, 0], variance: [4, 1, 0.25] };
  const graph = lowered(IMAGE, ["Normalization", config]);
  expect(lines(graph)).toEqual(["SUB -1x4x5x3 [0.5,0.25,0]", "MUL -1x4x5x3 [0.5,1,2]"]);
  expect(graph.operators[0]?.inputs[1]?.shape).toEqual([1, 1, 1, 3]);
});

test("Normalization the other way multiplies, then adds", () => {
  const config = { axis: -1, mean: [0.5, 0.25, 0], variance: [4, 1, 0.25], invert: true };
  expect(lines(lowered(IMAGE, ["Normalization", config]))).toEqual([
    "MUL -1x4x5x3 [2,1,0.5]",
    "ADD -1x4x5x3 [0.5,0.25,0]",
  ]);
});

test("Normalization reads what it learnt, for all values or along an axis", () => {
  const scalar = {
    mean: { shape: [], data: Float32Array.of(1) },
    variance: { shape: [], data: Float32Array.of(4) },
  };
  const whole = lowered(IMAGE, ["Normalization", { axis: null }, scalar]);
  expect(lines(whole)).toEqual(["SUB -1x4x5x3 [1]", "MUL -1x4x5x3 [0.5]"]);
  const four = { shape: [4], data: Float32Array.of(1, 1, 4, 4) };
  const rows = lowered(IMAGE, ["Normalization", { axis: [1] }, { mean: four, variance: four }]);
  expect(rows.operators[1]?.inputs[1]).toMatchObject({
    shape: [1, 4, 1, 1],
    data: Float32Array.of(1, 1, 0.5, 0.5),
  });
});

test("a variance of zero divides by Keras's epsilon", () => {
  const config = { axis: -1, mean: [0, 0, 1], variance: [1, 0, 1] };
  const { data } = lowered(IMAGE, ["Normalization", config]).operators[1]?.inputs[1] ?? {};
  expect(data?.[1]).toBeCloseTo(1e7, -1);
});

test.each([
  "Dropout",
  "SpatialDropout1D",
  "SpatialDropout2D",
  "GaussianNoise",
  "GaussianDropout",
  "AlphaDropout",
  "ActivityRegularization",
  "Identity",
])("%s is nothing at inference", (className) => {
  const graph = lowered(IMAGE, [className, { rate: 0.5 }]);
  expect(graph.operators).toEqual([]);
  expect(graph.outputs).toEqual(graph.inputs);
});
