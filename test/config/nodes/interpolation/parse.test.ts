import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../src/config/error.js";
import { parseElement, parseText } from "../../../../src/config/nodes/interpolation/grammar/parse.js";

const soup = fc
  .array(
    fc.constantFrom(
      "${",
      "}",
      "a",
      "b-c",
      ".",
      "[",
      "]",
      "{",
      ":",
      ",",
      " ",
      "\\",
      "'",
      '"',
      "1",
      "1e3",
      "$",
      "=",
      "é",
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

function isConfigErrorOr(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    return error instanceof ConfigError && error.kind === "parse" && (error.column ?? 0) >= 1;
  }
}

describe("parseText", () => {
  it("reads text, node references and resolver calls", () => {
    expect(parseText("x ${a.b} ${f:1,'q'}")).toEqual([
      "x ",
      { type: "node", key: ["a.b"] },
      " ",
      {
        type: "call",
        name: ["f"],
        args: [
          { type: "scalar", value: { kind: "int", value: 1n } },
          { type: "text", parts: ["q"] },
        ],
        argTexts: ["1", "'q'"],
      },
    ]);
  });

  it("points at the column that it cannot read", () => {
    expect(() => parseText("ab ${c!}")).not.toThrow();
    expect(() => parseText("ab ${c d}")).toThrow(expect.objectContaining({ kind: "parse", column: 8 }));
    expect(() => parseText("${f:a=b}")).toThrow(expect.objectContaining({ column: 6 }));
  });

  it("reads or refuses anything, and never fails otherwise", () => {
    fc.assert(
      fc.property(
        soup,
        (text) => isConfigErrorOr(() => parseText(text)) && isConfigErrorOr(() => parseElement(text)),
      ),
      { numRuns: 2000 },
    );
  });

  it("leaves text without a dollar as it is", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes("$")),
        (text) => {
          expect(parseText(text)).toEqual([text]);
        },
      ),
    );
  });

  it("refuses nesting without end", () => {
    expect(() => parseText("${".repeat(100_000))).toThrow("deeper than 200 levels");
    expect(() => parseElement("[".repeat(100_000))).toThrow("deeper than 200 levels");
  });
});

describe("parseElement", () => {
  it.each([
    ["a b", { kind: "str", value: "a b" }],
    ["a\\,b", { kind: "str", value: "a,b" }],
    ["1:30", { kind: "str", value: "1:30" }],
    ["a : ", { kind: "str", value: "a : " }],
    ["010", { kind: "str", value: "010" }],
    ["1_0", { kind: "int", value: 10n }],
  ])("types %s", (text, value) => {
    expect(parseElement(text)).toEqual({ type: "scalar", value });
  });

  it("takes an empty place in a list for an empty string", () => {
    expect(parseElement("[1,]")).toMatchObject({
      items: [{ value: { value: 1n } }, { value: { value: "" } }],
    });
  });
});
