import fc from "fast-check";
import { expect, test } from "vitest";
import {
  affineParameters,
  symmetricScale,
} from "../../../../services/quantization/onnx/affine-parameters.js";

const float32 = fc.float({
  noNaN: true,
  noDefaultInfinity: true,
  min: Math.fround(-1e30),
  max: Math.fround(1e30),
});

test("zero is stored exactly, and the zero point is a value of the type", () => {
  fc.assert(
    fc.property(float32, float32, (a, b) => {
      const range = { min: Math.min(a, b), max: Math.max(a, b) };
      for (const [type, lowest] of [["int8", -128] as const, ["uint8", 0] as const]) {
        const { scale, zeroPoint } = affineParameters(range, type);
        expect(Number.isInteger(zeroPoint)).toBe(true);
        expect(zeroPoint).toBeGreaterThanOrEqual(lowest);
        expect(zeroPoint).toBeLessThanOrEqual(lowest + 255);
        expect(scale).toBeGreaterThan(0);
        expect(Math.fround(scale)).toBe(scale);
      }
    }),
  );
});

test("a range on one side is widened to zero", () => {
  expect(affineParameters({ min: 2, max: 5.1 }, "int8")).toEqual({
    scale: Math.fround(0.02),
    zeroPoint: -128,
  });
  expect(affineParameters({ min: -5.1, max: -2 }, "uint8")).toEqual({
    scale: Math.fround(0.02),
    zeroPoint: 255,
  });
});

test("a range too small for a float32 scale gives scale 1 and zero point 0", () => {
  expect(affineParameters({ min: 0, max: 0 }, "int8")).toEqual({ scale: 1, zeroPoint: 0 });
  expect(affineParameters({ min: 0, max: 1e-37 }, "uint8")).toEqual({ scale: 1, zeroPoint: 0 });
  expect(symmetricScale(0)).toBe(1);
});
