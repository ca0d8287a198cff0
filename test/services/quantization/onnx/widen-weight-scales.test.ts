import fc from "fast-check";
import { expect, test } from "vitest";
import { quantizeBias } from "../../../../services/quantization/onnx/quantize-values.js";
import { widenWeightScales } from "../../../../services/quantization/onnx/widen-weight-scales.js";

test("a scale that holds the bias stays as it is", () => {
  const scales = Float32Array.of(0.01, 0.02);
  widenWeightScales({ type: "int8", scales, zeroPoint: 0, axis: 0 }, 0.05, Float32Array.of(3, -4));
  expect(scales).toEqual(Float32Array.of(0.01, 0.02));
});

test("with widened scales no bias overflows 32 bits", () => {
  const scale = fc.float({ min: Math.fround(1e-12), max: 1, noNaN: true });
  fc.assert(
    fc.property(scale, scale, fc.float({ min: -1e6, max: 1e6, noNaN: true }), (input, weight, bias) => {
      for (const axis of [{ axis: 0 }, {}]) {
        const scales = Float32Array.of(weight);
        widenWeightScales({ type: "int8", scales, zeroPoint: 0, ...axis }, input, Float32Array.of(bias));
        const product = Math.fround(input * (scales[0] ?? 1));
        expect(Math.abs(bias / product)).toBeLessThan(2 ** 31);
        const [stored = 0] = quantizeBias(Float32Array.of(bias), Float32Array.of(product));
        expect(Math.abs(stored * product - bias)).toBeLessThanOrEqual(0.5001 * product);
      }
    }),
  );
});
