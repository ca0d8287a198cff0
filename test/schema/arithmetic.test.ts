import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArithmetic } from "../../src/schema/arithmetic.js";

describe("readArithmetic", () => {
  it.each([
    ["1/127.5", 1 / 127.5],
    ["(192,192,3)", [192, 192, 3]],
    ["( 192, 192, 3, )", [192, 192, 3]],
    ["1,2", [1, 2]],
    ["True", true],
    ["2024", 2024],
    ["10.0", 10],
    ["1.", 1],
    [".5", 0.5],
    ["1e-6", 1e-6],
    ["-1", -1],
    ["2**3", 8],
    ["-2**2", -4],
    ["2**-1", 0.5],
    ["2**3**2", 512],
    ["7//2", 3],
    ["-7//2", -4],
    ["-7%3", 2],
    ["1 - 2 - 3", -4],
    ["8/2/2", 2],
    ["(1+2)*3", 9],
    ["0x10", 16],
    ["0b11", 3],
    ["1_000", 1000],
    ["0", 0],
    ["00", 0],
  ])("reads %s as Python does", (text, value) => {
    expect(readArithmetic(text)).toEqual(value);
  });

  it.each([
    "None",
    "nan",
    "inf",
    "len",
    "[1,2]",
    "07",
    "'abc'",
    "10.0.0",
    "1/0",
    "a,b",
    "",
    " ",
    ".",
    "1 2",
    "(1",
    "1)",
    "1_",
    "1__0",
    "__import__('os').system('id')",
    "10**1000",
    "True + 1",
    "e5",
    "1+",
    "*1",
  ])("leaves %j alone", (text) => {
    expect(readArithmetic(text)).toBeUndefined();
  });

  it("never throws, hangs or gives a non-finite number, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,()+-*/%eExX_ TrueFalse") }), (text) => {
        const value = readArithmetic(text);
        expect(
          [undefined, value].flat(9).every((item) => typeof item !== "number" || Number.isFinite(item)),
        ).toBe(true);
      }),
    );
  });

  it("refuses nesting that would exhaust the stack", () => {
    expect(readArithmetic(`${"(".repeat(400)}1${")".repeat(400)}`)).toBeUndefined();
  });
});
