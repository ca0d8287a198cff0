import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keypointsOf, parseLabel } from "../../../../services/toolkit/dataset/parse-label.js";

const ROW = "0 0.5 0.5 0.25 1.0 0.1 0.2 1 0 0 0";

describe("parseLabel", () => {
  it("reads a row per person", () => {
    const persons = parseLabel(`${ROW}\n${ROW}\n`, "a.txt");
    expect(persons).toHaveLength(2);
    expect(persons[0]).toEqual(Float32Array.of(0, 0.5, 0.5, 0.25, 1, 0.1, 0.2, 1, 0, 0, 0));
    expect(persons[0] && keypointsOf(persons[0])).toBe(2);
  });

  it("reads Windows line ends and exponents", () => {
    expect(parseLabel("0 5e-1 .5 0.25 1. 0.1 0.2 2\r\n", "a.txt")[0]?.[1]).toBe(0.5);
  });

  it.each([
    ["a trailing blank", `${ROW} `, "a.txt:1: a blank at the start or end"],
    ["a double space", ROW.replace(" 0.25", "  0.25"), "a.txt:1: value 4 is empty: there are two spaces"],
    ["a tab", ROW.replace(" 0.25", "\t0.25"), "a.txt:1: value 3 is not a number"],
    ["NaN", ROW.replace("0.1", "nan"), "a.txt:1: value 6 is not a number: 'nan'"],
    ["infinity", ROW.replace("0.1", "inf"), "a.txt:1: value 6 is not a number: 'inf'"],
    ["a word", `${ROW}\n${ROW.replace("0.1", "left")}`, "a.txt:2: value 6 is not a number: 'left'"],
    ["a value over 1", ROW.replace("0.25", "25"), "a.txt:1: value 4 must lie between 0 and 1"],
    ["a negative value", ROW.replace("0.1", "-0.1"), "a.txt:1: value 6 must lie between 0 and 1"],
    ["a visibility of 3", ROW.replace("0.2 1", "0.2 3"), "a.txt:1: value 8 is a visibility"],
    ["a value too many", `${ROW} 1`, "a.txt:1: 12 values; expected class cx cy w h"],
    ["a box alone", "0 0.5 0.5 0.2 0.2", "a.txt:1: 5 values"],
    ["ragged rows", `${ROW}\n${ROW} 0 0 0`, "a.txt:2: 14 values where the first row has 11"],
    ["a blank line", `${ROW}\n\n${ROW}`, "a.txt:2: a blank line"],
    ["an empty file", "", "a.txt:1: the file is empty"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseLabel(text, "a.txt")).toThrow(message);
  });

  it("gives back every row that it can be given", () => {
    const share = fc.float({ min: 0, max: 1, noNaN: true });
    const point = fc.tuple(share, share, fc.constantFrom(0, 1, 2));
    const person = fc.tuple(
      fc.nat(90),
      share,
      share,
      share,
      share,
      fc.array(point, { minLength: 1, maxLength: 4 }),
    );
    fc.assert(
      fc.property(person, ([kind, cx, cy, w, h, points]) => {
        const values = [kind, cx, cy, w, h, ...points.flat()];
        expect([...(parseLabel(values.join(" "), "a.txt")[0] ?? [])]).toEqual(values.map((v) => v + 0));
      }),
    );
  });
});
