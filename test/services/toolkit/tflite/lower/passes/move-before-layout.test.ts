import { expect, test } from "vitest";
import { type Layer, lines, lowered } from "../lowered.js";

const IMAGE = [null, 4, 4, 1] as const;
const KERNEL = { shape: [1, 1, 1, 2], data: Float32Array.of(1, 2) };
const CONV: Layer = ["Conv2D", { use_bias: false }, { kernel: KERNEL }];
const RELU: Layer = ["ReLU"];

function operators(...layers: readonly Layer[]): string[] {
  return lowered(IMAGE, ...layers).operators.map(({ op }) => op);
}

function isFused(...layers: readonly Layer[]): boolean {
  const { options } = lowered(IMAGE, ...layers).operators[0] ?? {};
  return (
    options !== undefined && "fusedActivationFunction" in options && options.fusedActivationFunction === 1
  );
}

test("a rectifier is fused into what is before a transpose or Flatten", () => {
  expect(operators(CONV, ["Permute", { dims: [2, 1, 3] }], RELU)).toEqual(["CONV_2D", "TRANSPOSE"]);
  expect(isFused(CONV, ["Permute", { dims: [2, 1, 3] }], RELU)).toBe(true);
  expect(isFused(CONV, ["Flatten"], RELU)).toBe(true);
});

test("before a reshape whose shape is read at run time it is not fused", () => {
  const reshape: Layer = ["Reshape", { target_shape: [16, 2] }];
  expect(operators(CONV, reshape, RELU)).toEqual(["CONV_2D", "RELU", "RESHAPE"]);
  expect(isFused(CONV, reshape, RELU)).toBe(false);
});

test("a number goes before a transpose and into the weights, values for each channel stay behind", () => {
  const permute: Layer = ["Permute", { dims: [2, 1, 3] }];
  expect(operators(CONV, permute, ["Rescaling", { scale: 0.5, offset: 1 }])).toEqual([
    "CONV_2D",
    "TRANSPOSE",
  ]);
  expect(operators(CONV, permute, ["Rescaling", { scale: [0.5, 2] }])).toEqual([
    "CONV_2D",
    "TRANSPOSE",
    "MUL",
  ]);
});

test("values for each place of a flat tensor stay behind Flatten", () => {
  const scale = Array.from({ length: 32 }, (_, index) => index);
  expect(operators(CONV, ["Flatten"], ["Rescaling", { scale }])).toEqual(["CONV_2D", "RESHAPE", "MUL"]);
});

test("a number before a convolution goes into its weights, a sum only where no zeros are padded", () => {
  const rescaling: Layer = ["Rescaling", { scale: 2, offset: 1 }];
  const three = { shape: [3, 3, 1, 1], data: new Float32Array(9).fill(1) };
  const valid: Layer = ["Conv2D", { use_bias: false, padding: "valid" }, { kernel: three }];
  expect(lines(lowered(IMAGE, rescaling, valid))).toEqual(["CONV_2D -1x2x2x1 [2,2,2,2,2,2,2,2,2] [9]"]);
  expect(operators(rescaling, ["Conv2D", { use_bias: false, padding: "same" }, { kernel: three }])).toEqual([
    "MUL",
    "ADD",
    "CONV_2D",
  ]);
});
