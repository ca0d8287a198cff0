import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  biasScales,
  channelsOf,
  greatestMagnitudes,
  quantizeBias,
  quantizeOperand,
  quantizeWeight,
  weightScales,
} from "../../../../services/quantization/tflite/constant-values.js";

function quantized(data: Float32Array, shape: readonly number[], axis: number | undefined) {
  const channels = channelsOf(shape, axis);
  const magnitudes = greatestMagnitudes(data, channels);
  const scales = weightScales(magnitudes);
  return { scales, values: quantizeWeight(data, channels, { scales, magnitudes }) };
}

describe("a weight", () => {
  test("has a scale for each index of its axis, wherever that axis is", () => {
    const data = Float32Array.of(1, -10, 2, 20, -4, 5);
    expect([...quantized(data, [1, 3, 1, 2], 3).scales]).toEqual([4 / 127, 20 / 127].map(Math.fround));
    expect([...quantized(data, [3, 2], 0).scales]).toEqual([10 / 127, 20 / 127, 5 / 127].map(Math.fround));
    expect([...quantized(data, [3, 2], undefined).scales]).toEqual([Math.fround(20 / 127)]);
  });

  test("stays within −127 … 127 and within half a step of its values", () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 4, maxLength: 4 }), (list) => {
        const data = Float32Array.from(list);
        const { scales, values } = quantized(data, [2, 2], 0);
        for (const [i, q] of values.entries()) {
          const scale = scales[i >> 1] ?? 0;
          expect(Math.abs(q)).toBeLessThanOrEqual(127);
          expect(Math.abs(q * scale - (data[i] ?? 0))).toBeLessThanOrEqual(scale * 0.5001);
        }
      }),
    );
  });

  test("of NaN or infinity shows it in its magnitude", () => {
    const channels = channelsOf([2, 2], 0);
    const magnitudes = greatestMagnitudes(
      Float32Array.of(Number.NaN, 1, 2, Number.NEGATIVE_INFINITY),
      channels,
    );
    expect([...magnitudes]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });
});

describe("a bias", () => {
  test("that would overflow widens its own scale and its weight's in its channel alone", () => {
    const { bias, weight } = biasScales(Float32Array.of(5, 1), Float32Array.of(1e-9, 0.01), 0.5);
    expect([...bias]).toEqual([5 / 1073741823, 0.5 * Math.fround(0.01)].map(Math.fround));
    expect([...weight]).toEqual([5 / 1073741823 / 0.5, 0.01].map(Math.fround));
    expect(Math.abs((quantizeBias(Float32Array.of(5, 1), bias)[0] ?? 0) - 2 ** 30)).toBeLessThanOrEqual(64);
  });

  test("that fits leaves the weight's scales as they are", () => {
    const scales = Float32Array.of(0.01);
    expect(biasScales(Float32Array.of(5), scales, 0.5).weight).toBe(scales);
  });
});

test("a constant operand uses all 256 integers", () => {
  expect([...quantizeOperand(Float32Array.of(0, 2.55, 1, 9), { scale: 0.01, zeroPoint: -128 })]).toEqual([
    -128, 127, -28, 127,
  ]);
});
