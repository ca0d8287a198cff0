import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { floatRepr } from "../../../src/config/nodes/float-repr.js";
import { typedScalar } from "../../../src/config/nodes/scalar.js";

describe("typedScalar", () => {
  it.each([
    ["1", { kind: "int", value: 1n }],
    ["-0", { kind: "int", value: 0n }],
    ["+1_000", { kind: "int", value: 1000n }],
    ["123456789012345678901", { kind: "int", value: 123456789012345678901n }],
    ["1.", { kind: "float", value: 1 }],
    [".5", { kind: "float", value: 0.5 }],
    ["1e3", { kind: "float", value: 1000 }],
    ["-1_0.2_5E-1_0", { kind: "float", value: -10.25e-10 }],
    ["-Inf", { kind: "float", value: -Infinity }],
    ["NaN", { kind: "float", value: NaN }],
    ["TRUE", { kind: "bool", value: true }],
    ["nUll", { kind: "null" }],
  ])("types %s", (text, value) => {
    expect(typedScalar(text)).toEqual(value);
  });

  it.each(["010", "0x10", "1__0", "_1", "1_", "0b1", "1e", "e1", ".", "yes", "nulls", "", "-", "1 "])(
    "leaves %j a string",
    (text) => {
      expect(typedScalar(text)).toEqual({ kind: "str", value: text });
    },
  );

  it("refuses more digits than Python reads", () => {
    expect(() => typedScalar("9".repeat(4301))).toThrow("at most 4300 digits");
  });

  it("reads every integer that it is given as digits", () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(typedScalar(String(value))).toEqual({ kind: "int", value });
      }),
    );
  });
});

describe("floatRepr", () => {
  it.each([
    [1, "1.0"],
    [-0, "-0.0"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [1.5e300, "1.5e+300"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [5e-324, "5e-324"],
    [NaN, "nan"],
    [-Infinity, "-inf"],
  ])("writes %d as Python does", (value, text) => {
    expect(floatRepr(value)).toBe(text);
  });

  it("writes a text that reads as the same float", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(typedScalar(floatRepr(value))).toEqual({ kind: "float", value });
      }),
    );
  });
});
