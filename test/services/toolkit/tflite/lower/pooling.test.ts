import { expect, test } from "vitest";
import { lines, lowered, only, refusal } from "./lowered.js";

test("a window of 2 without strides moves by 2, and leaves out what does not fill it", () => {
  const graph = lowered(
    [null, 10, 9, 3],
    ["MaxPooling2D", { pool_size: [2, 2], strides: null, padding: "valid" }],
  );
  expect(lines(graph)).toEqual(["MAX_POOL_2D -1x5x4x3"]);
  expect(only(graph).options).toMatchObject({
    padding: 1,
    strideH: 2,
    strideW: 2,
    filterHeight: 2,
    filterWidth: 2,
  });
});

test("padding same gives as many windows as strides fit", () => {
  const config = { pool_size: [3, 2], strides: [2, 1], padding: "same" };
  const graph = lowered([4, 10, 9, 3], ["AveragePooling2D", config]);
  expect(lines(graph)).toEqual(["AVERAGE_POOL_2D 4x5x9x3"]);
  expect(only(graph).options).toMatchObject({
    padding: 0,
    strideH: 2,
    strideW: 1,
    filterHeight: 3,
    filterWidth: 2,
  });
});

test("steps are pooled as the rows of an image of one column", () => {
  const graph = lowered([null, 12, 3], ["MaxPooling1D", { pool_size: [3], strides: [2], padding: "same" }]);
  expect(lines(graph)).toEqual([
    "EXPAND_DIMS -1x12x1x3 [2]",
    "MAX_POOL_2D -1x6x1x3",
    "RESHAPE -1x6x3 [-1,6,3]",
  ]);
  expect(graph.operators[1]?.options).toMatchObject({
    strideH: 2,
    strideW: 1,
    filterHeight: 3,
    filterWidth: 1,
  });
});

test("with a known batch, axes are inserted by a reshape", () => {
  expect(lines(lowered([1, 12, 3], ["AveragePooling1D", { pool_size: 2 }]))).toEqual([
    "RESHAPE 1x12x1x3 [1,12,1,3]",
    "AVERAGE_POOL_2D 1x6x1x3",
    "RESHAPE 1x6x3 [1,6,3]",
  ]);
});

test.each([
  ["GlobalAveragePooling2D", [null, 5, 4, 3], {}, "MEAN -1x3 [1,2]"],
  ["GlobalAveragePooling2D", [null, 5, 4, 3], { keepdims: true }, "MEAN -1x1x1x3 [1,2]"],
  ["GlobalMaxPooling2D", [null, 5, 4, 3], { keepdims: false }, "REDUCE_MAX -1x3 [1,2]"],
  ["GlobalAveragePooling1D", [null, 5, 3], {}, "MEAN -1x3 [1]"],
  ["GlobalMaxPooling1D", [null, 5, 3], { keepdims: true }, "REDUCE_MAX -1x1x3 [1]"],
] as const)("%s of %j with %j is %s", (className, shape, config, line) => {
  expect(lines(lowered(shape, [className, config]))).toEqual([line]);
});

test("channels first is refused with the layer, the option and the way out", () => {
  const { code, message, hint } = refusal(
    [null, 3, 8, 8],
    ["MaxPooling2D", { data_format: "channels_first" }],
  );
  expect(code).toBe("keras_layer_unsupported");
  expect(message).toBe(
    'Layer "layer_0" (MaxPooling2D) has data_format: "channels_first", where "channels_last" is supported',
  );
  expect(hint).toContain("quantization.engine: tensorflow");
});

test("an input of another rank is refused", () => {
  expect(refusal([null, 8, 3], ["GlobalMaxPooling2D"]).message).toContain(
    "3 dimensions, where 4 are supported",
  );
});
