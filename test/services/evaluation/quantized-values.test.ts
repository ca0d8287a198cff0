import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputRangeNote } from "../../../services/evaluation/input-range-note.js";
import {
  dequantized,
  type IntegerCode,
  integerCode,
  quantized,
} from "../../../services/evaluation/quantized-values.js";
import { roundHalfEven } from "../../../services/toolkit/tensor/round-half-even.js";
import type { TensorType } from "../../../services/toolkit/tflite/graph.js";

function code(type: TensorType, scale: number, zeroPoint: number): IntegerCode {
  const quantization = { scale: Float32Array.of(scale), zeroPoint: [zeroPoint], dimension: 0 };
  const found = integerCode({ name: "x", type, shape: [1], quantization });
  if (found === undefined) throw new Error(`${type} has no code.`);
  return found;
}

describe("quantized", () => {
  it("rounds halves to even before the zero point is added", () => {
    const values = Float32Array.of(-1.5, -0.5, 0.5, 1.5, 2.5);
    expect(quantized(values, code("UINT8", 1, 127))).toEqual(Uint8Array.of(125, 127, 127, 129, 129));
  });

  it("clips to the type", () => {
    const values = Float32Array.of(-1e30, -129, 127.4, 128, Number.POSITIVE_INFINITY);
    expect(quantized(values, code("INT8", 1, 0))).toEqual(Int8Array.of(-128, -128, 127, 127, 127));
  });

  it("divides in float32", () => {
    // 0.1 / 0.2 in float32 is 0.5, a tie; in float64 these float32 values give 0.5 as well, but 0.3 / 0.2 differs.
    const scale = Math.fround(0.2);
    const value = Math.fround(0.3);
    const wanted = Math.fround(value / scale) === 1.5 ? 2 : Math.round(value / scale);
    expect(quantized(Float32Array.of(value), code("INT8", scale, 0))[0]).toBe(wanted);
  });

  it("gives what the definition does, value by value, ties among them", () => {
    const steps = fc.integer({ min: -600, max: 600 }).map((half) => half / 2);
    const values = fc.array(fc.oneof(fc.float({ noNaN: true }), steps), { minLength: 1, maxLength: 40 });
    const types = fc.constantFrom<TensorType>("INT8", "UINT8", "INT16");
    const scales = fc.constantFrom(1, 0.5, Math.fround(1 / 127.5), Math.fround(0.3));
    fc.assert(
      fc.property(values, types, scales, fc.integer({ min: -128, max: 127 }), (list, type, scale, point) => {
        const wanted = code(type, scale, point);
        const floats = Float32Array.from(list);
        const byDefinition = Array.from(floats, (value) => {
          const rounded = roundHalfEven(Math.fround(value / scale)) + point;
          return Math.min(Math.max(rounded, wanted.least), wanted.largest);
        });
        expect([...quantized(floats, wanted)]).toEqual(byDefinition);
      }),
    );
  });

  it("is undone by dequantized, to half a step", () => {
    const values = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.integer({ min: -20, max: 20 }), (list, zeroPoint) => {
        const int16 = code("INT16", 2 ** -10, zeroPoint);
        const floats = Float32Array.from(list);
        const back = dequantized(quantized(floats, int16), int16);
        for (const [i, value] of floats.entries())
          expect(Math.abs((back[i] ?? 9) - value)).toBeLessThanOrEqual(2 ** -11);
      }),
    );
  });
});

describe("inputRangeNote", () => {
  const rescaled = (scale: number, offset: number) =>
    ({ scale, offset, interpolation: "nearest", aspectRatio: "fit", channels: 3 }) as Parameters<
      typeof inputRangeNote
    >[1];

  it("is silent where the ranges agree to a step", () => {
    expect(inputRangeNote(code("UINT8", 1 / 127.5, 127), rescaled(1 / 127.5, -1))).toBeUndefined();
    expect(inputRangeNote(code("INT8", 1 / 255, -128), rescaled(1 / 255, 0))).toBeUndefined();
  });

  it("says what the model covers and what the config gives", () => {
    expect(inputRangeNote(code("INT8", 1 / 255, -128), rescaled(1 / 127.5, -1))).toBe(
      "The network's input covers [0, 1] (scale 0.003922, zero point -128), but preprocessing.rescaling gives " +
        "[-1, 1]: values beyond are clipped. Images are quantized with the network's own scale and zero point; the zoo " +
        "undoes the rescaling instead, so its figure differs.",
    );
    expect(inputRangeNote(code("UINT8", 1, 0), rescaled(1 / 255, 0))).toContain(
      "covers [0, 255] (scale 1, zero point 0), but preprocessing.rescaling gives [0, 1]: a part of its integers is never used.",
    );
  });
});
