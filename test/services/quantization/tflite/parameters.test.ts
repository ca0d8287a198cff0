import { describe, expect, test } from "vitest";
import {
  activationParameters,
  constantParameters,
  roundHalfAway,
  symmetricScale,
} from "../../../../services/quantization/tflite/parameters.js";

describe("the parameters of a range", () => {
  test("from −1 to 1 have a zero point of −1: its ties go away from 0", () => {
    expect(activationParameters({ min: -1, max: 1 })).toEqual({ scale: Math.fround(2 / 255), zeroPoint: -1 });
  });

  test("hold 0 although the range does not", () => {
    expect(activationParameters({ min: 2, max: 4 })).toEqual({
      scale: Math.fround(4 / 255),
      zeroPoint: -128,
    });
    expect(activationParameters({ min: -4, max: -2 })).toEqual({
      scale: Math.fround(4 / 255),
      zeroPoint: 127,
    });
  });

  test("that is 0 alone are those of ±1e-6 for an activation, of ±5e-7 for a constant", () => {
    expect(activationParameters({ min: 0, max: 0 }).scale).toBeCloseTo(2e-6 / 255, 15);
    expect(constantParameters({ min: 0, max: 0 }).scale).toBeCloseTo(1e-6 / 255, 15);
  });

  test("subtract in float32", () => {
    const [min, max] = [Math.fround(-0.1), Math.fround(2.8656420707702637)];
    expect(activationParameters({ min, max }).scale).toBe(Math.fround(Math.fround(max - min) / 255));
  });
});

test("the scale of a weight has a floor, which a channel of nothing gets", () => {
  expect(symmetricScale(1e-30)).toBe(Math.fround(Math.fround(1e-6) / 254));
  expect(symmetricScale(127)).toBe(1);
});

test("halves are rounded away from 0", () => {
  expect([-1.5, -0.5, 0.5, 1.5, -0.4].map((value) => roundHalfAway(value) + 0)).toEqual([-2, -1, 1, 2, 0]);
});
