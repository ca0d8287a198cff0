import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/config/error.js";
import { valueType } from "../../../src/config/overrides/override.js";
import { parseOverride } from "../../../src/config/overrides/parse.js";
import { sweepValues } from "../../../src/config/overrides/sweep-values.js";
import { valueText } from "../../../src/config/overrides/text.js";

/** The value's texts, of a sweep or of an element. */
function texts(text: string): string[] {
  return [...sweepValues(parseOverride(`k=${text}`), {}).texts];
}

describe("casts", () => {
  test.each([
    ["int(3.9)", "3"],
    ["int('0_1_0 ')", "10"],
    ["int('٣')", "3"],
    ["float(2)", "2.0"],
    ["float('-Infinity')", "-inf"],
    ["str([1,2.0,true])", "[1,2.0,true]"],
    ["bool({a:0,b:x1})", undefined],
    ["bool(null)", "False"],
    ["int(1,value=null)", "1"],
    ["float({a:1,b:[2]})", "{a:1.0,b:[2.0]}"],
  ])("%s is %s", (text, expected) => {
    if (expected === undefined) expect(() => parseOverride(`k=${text}`)).toThrow(ConfigError);
    else expect(valueText(parseOverride(`k=${text}`).value)).toBe(expected);
  });

  test("several arguments become a simple choice", () => {
    const override = parseOverride("k=str(1,2)");
    expect([valueType(override), texts("str(1,2)")]).toEqual(["simple_choice_sweep", ["1", "2"]]);
  });

  test("a cast range loses its tags, a cast interval keeps them", () => {
    expect(parseOverride("k=int(tag(t,range(1.5,3)))").value).toMatchObject({ tags: new Set() });
    expect(parseOverride("k=int(tag(t,interval(1,3)))").value).toMatchObject({ tags: new Set(["t"]) });
  });
});

describe("sort", () => {
  test.each([
    ["sort(3,1.5,true)", ["True", "1.5", "3"]],
    ["sort(b,a,reverse=true)", ["b", "a"]],
    ["sort([[2],[1,9],[1]])", ["[[1],[1,9],[2]]"]],
    ["sort(range(5,0,-2))", ["2", "4", "6"]],
    ["sort(choice(c,a))", ["a", "c"]],
    ["sort(x)", ["x"]],
  ])("%s", (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test.each(["sort(1,a)", "sort()", "sort(['b','a'])", "sort([null,1])", "sort(interval(0,1))"])(
    "%s is refused",
    (text) => {
      expect(() => parseOverride(`k=${text}`)).toThrow(ConfigError);
    },
  );
});

describe("range", () => {
  test("floats are exact decimals of the floats added up", () => {
    expect(texts("range(0.1,0.5,0.1)")).toEqual(["0.1", "0.2", "0.30000000000000004", "0.4"]);
  });

  test("of integers stays exact beyond 2^53", () => {
    expect(texts("range(9007199254740993,9007199254740995)")).toEqual([
      "9007199254740993",
      "9007199254740994",
    ]);
  });

  test("one argument is the end", () => {
    expect(texts("range(3)")).toEqual(["0", "1", "2"]);
  });
});

describe("shuffle", () => {
  test("keeps the values of a sweep, the same order in each iteration", () => {
    const { texts: order } = sweepValues(parseOverride("k=shuffle(range(100))"), {});
    expect([...order]).toEqual([...order]);
    expect([...order].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 100 }, (_, index) => `${index}`),
    );
  });

  test("of one value is a list, as in Hydra", () => {
    expect(texts("shuffle(a)")).toEqual(["[a]"]);
  });
});

test.each([
  "choice()",
  "choice(choice(a))x",
  "choice(choice(a))",
  "tag(sweep=range(3))",
  "range(a)",
  "glob(1)",
  "interval(1)",
  "range(1,2,3,4)",
  "range(1,start=2)",
  "choice(null)",
  "foo(1)",
])("%s is refused", (text) => {
  expect(() => parseOverride(`k=${text}`)).toThrow(ConfigError);
});
