import { expect, test } from "vitest";
import { lines, lowered, only, refusal } from "./lowered.js";

test("zeros are padded around rows and columns", () => {
  const config = {
    padding: [
      [1, 2],
      [0, 3],
    ],
  };
  expect(lines(lowered([null, 10, 9, 3], ["ZeroPadding2D", config]))).toEqual([
    "PAD -1x13x12x3 [0,0,1,2,0,3,0,0]",
  ]);
});

test.each([
  [1, "PAD -1x14x3 [0,0,1,1,0,0]"],
  [[1, 2], "PAD -1x15x3 [0,0,1,2,0,0]"],
  [[[1, 2]], "PAD -1x15x3 [0,0,1,2,0,0]"],
])("the padding %j of a sequence is %s", (padding, line) => {
  expect(lines(lowered([null, 12, 3], ["ZeroPadding1D", { padding }]))).toEqual([line]);
});

test("cropping is a slice from the begin to a distance from the end", () => {
  const graph = lowered(
    [null, 10, 9, 3],
    [
      "Cropping2D",
      {
        cropping: [
          [1, 2],
          [0, 3],
        ],
      },
    ],
  );
  expect(lines(graph)).toEqual(["STRIDED_SLICE -1x7x6x3 [0,1,0,0] [0,-2,-3,0] [1,1,1,1]"]);
  expect(only(graph).options).toMatchObject({ beginMask: 9, endMask: 9 });
});

test("an end that nothing is cut from is left out of the slice", () => {
  const graph = lowered([null, 12, 3], ["Cropping1D", { cropping: [1, 0] }]);
  expect(lines(graph)).toEqual(["STRIDED_SLICE -1x11x3 [0,1,0] [0,0,0] [1,1,1]"]);
  expect(only(graph).options).toMatchObject({ beginMask: 5, endMask: 7 });
});

test("cropping more than there is, is refused", () => {
  expect(refusal([null, 4, 4, 3], ["Cropping2D", { cropping: 2 }]).message).toContain("leaves nothing");
});

test.each([
  ["nearest", [2, 2], "RESIZE_NEAREST_NEIGHBOR -1x20x18x3 [20,18]"],
  ["bilinear", [3, 1], "RESIZE_BILINEAR -1x30x9x3 [30,9]"],
])("up-sampling by %s interpolation takes the middle of pixels", (interpolation, size, line) => {
  const graph = lowered([null, 10, 9, 3], ["UpSampling2D", { size, interpolation }]);
  expect(lines(graph)).toEqual([line]);
  expect(only(graph).options).toMatchObject({ alignCorners: false, halfPixelCenters: true });
});

test("steps are repeated as the rows of an image", () => {
  expect(lines(lowered([null, 12, 3], ["UpSampling1D", { size: 2 }]))).toEqual([
    "EXPAND_DIMS -1x12x1x3 [2]",
    "RESIZE_NEAREST_NEIGHBOR -1x24x1x3 [24,1]",
    "RESHAPE -1x24x3 [-1,24,3]",
  ]);
});

test("Resizing has the size that it is given", () => {
  const config = { height: 16, width: 12, interpolation: "bilinear", crop_to_aspect_ratio: false };
  expect(lines(lowered([null, 10, 9, 3], ["Resizing", config]))).toEqual([
    "RESIZE_BILINEAR -1x16x12x3 [16,12]",
  ]);
});

test("interpolations that TensorFlow Lite does not have are refused with those that it has", () => {
  const { message } = refusal([null, 4, 4, 3], ["UpSampling2D", { interpolation: "bicubic" }]);
  expect(message).toContain('has interpolation: "bicubic", where "nearest" or "bilinear" is supported');
});
