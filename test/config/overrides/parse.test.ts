import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/config/error.js";
import { parseOverride, parseOverrides } from "../../../src/config/overrides/parse.js";
import { keyElement, valueText } from "../../../src/config/overrides/text.js";
import { anyOverrideText, anyValue, withoutPlaces } from "./arbitrary-value.js";

/** The error of a text that must be refused. */
function refusal(text: string): ConfigError {
  try {
    parseOverride(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function parsed(text: string): unknown {
  return withoutPlaces(parseOverride(`k=${text}`).value);
}

describe("keys", () => {
  test.each([
    ["a.b=1", "change", "a.b", undefined],
    ["+a=1", "add", "a", undefined],
    ["++hydra/launcher@p.q=x", "force_add", "hydra/launcher", "p.q"],
    ["~db", "del", "db", undefined],
    ["~db@=x", "del", "db", ""],
    ["=1", "change", "", undefined],
    ["0.$x=1", "change", "0.$x", undefined],
  ])("%s is %s of '%s' in package %j", (text, type, key, name) => {
    const override = parseOverride(text);
    expect([override.type, override.key, override.package]).toEqual([type, key, name]);
  });

  test("the key comes back with its prefix and package", () => {
    for (const key of ["a.b", "+a@", "++g/h@p.q", "~x"])
      expect(keyElement(parseOverride(`${key}=1`))).toBe(key);
  });

  test.each([
    "a",
    "",
    "+",
    "1=1",
    "a.01=1",
    ".a=1",
    "a..b=1",
    "/a=1",
    "a/=1",
    "a/b.c=1",
    "$a/b=1",
    "a =1",
    "é=1",
    "g@a:b=1",
  ])("'%s' is refused", (text) => {
    expect(refusal(text).kind).toBe("parse");
  });
});

describe("scalars", () => {
  test.each([
    ["1_000", { kind: "int", value: 1000n }],
    ["-123456789012345678901", { kind: "int", value: -123456789012345678901n }],
    ["1.", { kind: "float", value: 1 }],
    ["-.5e-1", { kind: "float", value: -0.05 }],
    ["-INF", { kind: "float", value: Number.NEGATIVE_INFINITY }],
    ["TrUe", { kind: "bool", value: true }],
    ["NULL", { kind: "null" }],
    ["010", { kind: "str", value: "010" }],
    ["0x10", { kind: "str", value: "0x10" }],
    ["1__0", { kind: "str", value: "1__0" }],
    ["${a.b}/x", { kind: "str", value: "${a.b}/x" }],
    ["a\\, b\\\\ ", { kind: "str", value: "a, b\\" }],
    ["'a\\'\\b\\\\'", { kind: "str", value: "a'\\b\\", quote: "single" }],
    ["", { kind: "str", value: "" }],
  ])("%s", (text, value) => {
    expect(parsed(text)).toEqual(value);
  });

  test("keys of a dict that are equal in Python are one key: the first place, the last value", () => {
    const value = parseOverride("k={1:a,b:c,true:d,1.0:e}").value;
    expect(value && valueText(value)).toBe("{1:e,b:c}");
  });
});

describe("errors", () => {
  test("show the override with a caret under the place", () => {
    expect(refusal("key=[1,2").message.split("\n").slice(0, 4)).toEqual([
      "Error parsing override 'key=[1,2'",
      "mismatched input '<EOF>' expecting ',' or ']'",
      "  key=[1,2",
      "          ^",
    ]);
  });

  test("carry the column and the override as their origin", () => {
    const error = refusal("a.b=x\u00e9");
    expect([error.column, error.origin]).toEqual([6, { type: "override", text: "a.b=xé", column: 6 }]);
  });

  test("begin with the line that Hydra users know when '=' is missing", () => {
    expect(refusal("app.port").message).toContain("missing EQUAL at '<EOF>'");
  });

  test("name the nearest function and all of them", () => {
    expect(refusal("a=chioce(1)").message).toContain("did you mean 'choice'? Available: bool,choice,float");
  });

  test("the first malformed override of several is told", () => {
    expect(() => parseOverrides(["a=1", "b", "c"])).toThrow("override 'b'");
  });
});

describe("hostile input", () => {
  test.each([
    ["open brackets", `k=${"[".repeat(100_000)}`],
    ["nested lists", `k=${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["nested calls", `k=${"int(".repeat(100_000)}`],
    ["an integer of a megabyte", `k=${"1".repeat(1_000_000)}`],
    ["interpolations without end", `k=${"${".repeat(500_000)}`],
    ["a long unknown function", `k=${"f".repeat(1_000_000)}(1)`],
    ["spaces inside of a number", `k=float('1${" ".repeat(1_000_000)}1')`],
  ])("%s: a short error", (_what, text) => {
    expect(refusal(text).message.length).toBeLessThan(1000);
  });

  test("a megabyte of backslashes in quotes is read and written in linear time", () => {
    const value = parseOverride(`k='${"\\".repeat(1_000_000)}'`).value;
    expect(value && valueText(value).length).toBe(1_000_002);
  });
});

describe("properties", () => {
  test("the text of any value is read back as that value", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(parsed(valueText(value))).toEqual(withoutPlaces(value));
        expect(parsed(valueText(value, { spaced: true }))).toEqual(withoutPlaces(value));
      }),
      { numRuns: 300 },
    );
  });

  test("any text gives an override or a parse error with a column in it", () => {
    fc.assert(
      fc.property(anyOverrideText, (text) => {
        try {
          expect(parseOverride(text).text).toBe(text);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect([error.kind, (error.column ?? 0) >= 1 && (error.column ?? 0) <= text.length + 1]).toEqual([
            "parse",
            true,
          ]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
