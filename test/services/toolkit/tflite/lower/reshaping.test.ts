import { expect, test } from "vitest";
import { lines, lowered, only, refusal } from "./lowered.js";

test("Flatten keeps the batch open", () => {
  expect(lines(lowered([null, 10, 9, 3], ["Flatten"]))).toEqual(["RESHAPE -1x270 [-1,270]"]);
  expect(lines(lowered([2, 10, 9, 3], ["Flatten"]))).toEqual(["RESHAPE 2x270 [-1,270]"]);
});

test("the open size of a target shape is found from the others", () => {
  expect(lines(lowered([null, 10, 9, 4], ["Reshape", { target_shape: [-1, 5] }]))).toEqual([
    "RESHAPE -1x72x5 [-1,72,5]",
  ]);
});

test("a target shape that the values do not fill is refused", () => {
  for (const target_shape of [[7, 7], [-1, 7], [-1, -1], "wide", [0, -1]])
    expect(refusal([null, 10, 9, 4], ["Reshape", { target_shape }]).message).toContain("does not fit");
});

test("Permute counts axes from one; the order that they have already is no operator", () => {
  expect(lines(lowered([null, 10, 9, 3], ["Permute", { dims: [3, 1, 2] }]))).toEqual([
    "TRANSPOSE -1x3x10x9 [0,3,1,2]",
  ]);
  expect(lines(lowered([null, 10, 9, 3], ["Permute", { dims: [1, 2, 3] }]))).toEqual([]);
});

test("dims that name an axis twice are refused", () => {
  expect(refusal([null, 10, 9, 3], ["Permute", { dims: [1, 1, 2] }]).message).toContain("once");
});

test("a vector is repeated along a new axis", () => {
  expect(lines(lowered([null, 6], ["RepeatVector", { n: 4 }]))).toEqual([
    "EXPAND_DIMS -1x1x6 [1]",
    "TILE -1x4x6 [1,4,1]",
  ]);
});

test("two transposes are one, and none where they undo one another", () => {
  const there = ["Permute", { dims: [3, 1, 2] }] as const;
  expect(lines(lowered([null, 10, 9, 3], there, there))).toEqual(["TRANSPOSE -1x9x3x10 [0,2,3,1]"]);
  expect(lines(lowered([null, 10, 9, 3], there, ["Permute", { dims: [2, 3, 1] }]))).toEqual([]);
});

test("a reshape before Flatten goes", () => {
  const graph = lowered([null, 10, 9, 3], ["Reshape", { target_shape: [90, 3] }], ["Flatten"]);
  expect(lines(graph)).toEqual(["RESHAPE -1x270 [-1,270]"]);
  expect(only(graph).inputs[0]).toBe(graph.inputs[0]);
});
