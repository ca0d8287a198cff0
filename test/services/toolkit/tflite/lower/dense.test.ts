import { describe, expect, test } from "vitest";
import { type Layer, lines, lowered, only } from "./lowered.js";

const KERNEL = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const BIAS = { shape: [3], data: Float32Array.of(7, 8, 9) };
const DENSE: Layer = ["Dense", { activation: "relu" }, { kernel: KERNEL, bias: BIAS }];

test("a dense layer has its units first, its bias and its rectifier", () => {
  const operator = only(lowered([null, 2], DENSE));
  expect(operator).toMatchObject({ op: "FULLY_CONNECTED", options: { fusedActivationFunction: 1 } });
  expect(operator.inputs[1]).toMatchObject({ shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  expect(operator.inputs[2]?.data).toEqual(BIAS.data);
});

test("a dense layer without a bias has none", () => {
  const layer: Layer = ["Dense", { use_bias: false }, { kernel: KERNEL }];
  expect(only(lowered([null, 2], layer)).inputs[2]).toBeUndefined();
});

test("a bias of zeros is dropped, once what comes before is in it", () => {
  const zeros: Layer = [
    "Dense",
    {},
    { kernel: KERNEL, bias: { shape: [3], data: Float32Array.of(0, 0, 0) } },
  ];
  expect(only(lowered([null, 2], zeros)).inputs[2]).toBeUndefined();
  const before: Layer = [
    "Dense",
    {},
    {
      kernel: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
      bias: { shape: [2], data: Float32Array.of(1, 1) },
    },
  ];
  expect(lines(lowered([null, 2], before, zeros))).toEqual([
    "FULLY_CONNECTED -1x2 [1,0,0,1]",
    "FULLY_CONNECTED -1x3 [1,4,2,5,3,6] [5,7,9]",
  ]);
});

test("on more axes and an unknown batch, the bias is added after the shape is given back", () => {
  expect(lines(lowered([null, 4, 2], DENSE))).toEqual([
    "RESHAPE -1x2 [-1,2]",
    "FULLY_CONNECTED -1x3 [1,4,2,5,3,6]",
    "RESHAPE -1x4x3 [-1,4,3]",
    "ADD -1x4x3 [7,8,9]",
  ]);
});

test("on more axes and a known batch, it keeps the axes", () => {
  const operator = only(lowered([1, 4, 2], DENSE));
  expect(operator.options).toMatchObject({ keepNumDims: true, fusedActivationFunction: 1 });
  expect(operator.outputs[0]?.shape).toEqual([1, 4, 3]);
});

test("a batch norm before a dense layer with a bias goes into it", () => {
  const weight = (...values: number[]) => ({ shape: [2], data: Float32Array.from(values) });
  const norm: Layer = [
    "BatchNormalization",
    { epsilon: 0 },
    { gamma: weight(2, 1), beta: weight(1, 0), moving_mean: weight(0, 0), moving_variance: weight(1, 1) },
  ];
  const operator = only(lowered([null, 2], norm, DENSE));
  expect(operator.inputs[1]?.data).toEqual(Float32Array.of(2, 4, 4, 5, 6, 6));
  expect(operator.inputs[2]?.data).toEqual(Float32Array.of(8, 10, 12));
  const bare: Layer = ["Dense", { use_bias: false }, { kernel: KERNEL }];
  expect(lowered([null, 2], norm, bare).operators.map(({ op }) => op)).toEqual([
    "MUL",
    "ADD",
    "FULLY_CONNECTED",
  ]);
});

describe("full connections in a row", () => {
  const square = { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
  const pair = (...values: number[]) => ({ shape: [2], data: Float32Array.from(values) });
  const first: Layer = ["Dense", {}, { kernel: square, bias: pair(1, 2) }];
  const bare: Layer = ["Dense", { use_bias: false }, { kernel: square }];
  const norm: Layer = [
    "BatchNormalization",
    { epsilon: 0 },
    { gamma: pair(2, 1), beta: pair(1, 0), moving_mean: pair(0, 0), moving_variance: pair(1, 1) },
  ];

  test("a bias goes on into the one that follows, if that has one", () => {
    expect(lines(lowered([null, 2], first, first))).toEqual([
      "FULLY_CONNECTED -1x2 [1,3,2,4]",
      "FULLY_CONNECTED -1x2 [1,3,2,4] [8,12]",
    ]);
    expect(lines(lowered([null, 2], first, bare))).toEqual([
      "FULLY_CONNECTED -1x2 [1,3,2,4] [1,2]",
      "FULLY_CONNECTED -1x2 [1,3,2,4]",
    ]);
  });

  test("what a bias adds to the one that follows is summed with no loss", () => {
    const sum = { shape: [2, 1], data: Float32Array.of(1, 1) };
    const large: Layer = ["Dense", {}, { kernel: square, bias: pair(1e8, -1e8) }];
    const one: Layer = ["Dense", {}, { kernel: sum, bias: { shape: [1], data: Float32Array.of(1) } }];
    expect(lines(lowered([null, 2], large, one)).at(-1)).toBe("FULLY_CONNECTED -1x1 [1,1] [1]");
  });

  test("a bias and a batch norm go on together", () => {
    expect(lines(lowered([null, 2], first, norm, first))).toEqual([
      "FULLY_CONNECTED -1x2 [1,3,2,4]",
      "FULLY_CONNECTED -1x2 [2,3,4,4] [10,16]",
    ]);
  });

  test("a batch norm after a bare one goes on too, not back: the batch norm before that stays", () => {
    const operators = lowered([null, 2], ["ReLU"], norm, bare, norm, first).operators;
    expect(operators.map(({ op }) => op)).toEqual([
      "RELU",
      "MUL",
      "ADD",
      "FULLY_CONNECTED",
      "FULLY_CONNECTED",
    ]);
    expect(operators[3]?.inputs[2]).toBeUndefined();
  });
});
