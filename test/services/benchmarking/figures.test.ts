import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { floatText, kib, millions, roundHalfEven } from "../../../services/benchmarking/report/figures.js";

describe("roundHalfEven", () => {
  // What Python 3.11 prints for round(value, digits).
  test.each([
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [0.625, 2, 0.62],
    [2.675, 2, 2.67],
    [1.005, 2, 1.0],
    [0.0625, 3, 0.062],
    [0.1875, 3, 0.188],
    [-0.125, 2, -0.12],
    [206, 2, 206],
    [4320.126953125, 2, 4320.13],
  ])("rounds %d to %i digits as Python does", (value, digits, expected) => {
    expect(roundHalfEven(value, digits)).toBe(expected);
  });

  test("stays within half a unit of the last digit", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), (bytes) => {
        const spacing = bytes * 2 ** -62;
        expect(Math.abs(kib(bytes) - bytes / 1024)).toBeLessThanOrEqual(0.005 + spacing + 1e-12);
      }),
    );
  });

  test("sends each tie of a size in KiB to the even digit", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 20), fc.constantFrom(128, 384, 640, 896), (whole, part) => {
        expect(Math.round(kib(whole * 1024 + part) * 100) % 2).toBe(0);
      }),
    );
  });
});

test("sizes have two decimals and counts three", () => {
  expect(kib(131403)).toBe(128.32);
  expect(millions(12345678)).toBe(12.346);
});

test("a whole number is printed with a decimal", () => {
  expect(floatText(206)).toBe("206.0");
  expect(floatText(32.77)).toBe("32.77");
});
