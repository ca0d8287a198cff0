import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/config/error.js";
import { fromPlain } from "../../../src/config/nodes/create.js";
import { select } from "../../../src/config/nodes/select.js";
import { type Plain, toPlain } from "../../../src/config/nodes/to-plain.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import { loadYaml } from "../../../src/config/yaml/load.js";
import { loadConfigFile } from "../../../src/config/yaml/load-config.js";

function plain(text: string): Plain {
  return toPlain(loadYaml(text, "a.yaml"));
}

describe("loadYaml", () => {
  it("types scalars by the rules of YAML 1.1, dates left out", () => {
    expect(plain("[yes, 010, 0x1F, 1_000, 1:30, 1e3, 1.5, ~, 2020-01-01, '1', y]")).toEqual([
      true,
      8,
      31,
      1000,
      90,
      1000,
      1.5,
      null,
      "2020-01-01",
      "1",
      "y",
    ]);
  });

  it("keeps the kind of a float without a fraction", () => {
    expect(select(loadYaml("a: 1.0", "a.yaml"), "a")).toMatchObject({ kind: "float", value: 1 });
  });

  it("tells line and column of each value", () => {
    const root = loadYaml("\uFEFFa:\r\n  - x\r\n  - {k: 'v'}\r\n", "a.yaml");
    expect(select(root, "a[1].k")?.origin).toEqual({ type: "file", path: "a.yaml", line: 3, column: 9 });
  });

  it("reads an empty document as null", () => {
    expect([plain(""), plain("# only a comment\n"), plain("---\n")]).toEqual([null, null, null]);
  });

  it("merges `<<` under the mapping's own keys", () => {
    expect(plain("a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n")).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 3 },
    });
  });

  it.each([
    ["a: 1\na: 2", 2, 1],
    ["a:\t1", 1, 3],
    ["a: [1, 2", 1, 9],
    ["a: *nope", 1, 4],
    ["a: 'open", 1, 9],
    ["a: !unknown 1", 1, 4],
    ["a: b: c", 1, 5],
    ["a: \u0001", 1, 4],
    ["x: 1\na: ${b", 2, 4],
    ["- a\n- &x [*x]", 2, 7],
    ["a: 1\n---\nb: 2", 2, 1],
  ])("refuses %j at its place", (text, line, column) => {
    expect(() => loadYaml(text, "a.yaml")).toThrow(
      expect.objectContaining({ kind: "parse", origin: { type: "file", path: "a.yaml", line, column } }),
    );
  });

  it("merges a mapping whatever its tag says", () => {
    expect(plain("a: {<<: !!set {b, c}}")).toEqual({ a: { b: null, c: null } });
    expect(plain("<<: !!seq {b: 1}")).toEqual({ b: 1 });
  });

  it("tells what cannot be read before what configs do not hold", () => {
    const kindOf = (kind: string) => expect.objectContaining({ kind });
    expect(() => plain("a: !!set {b}\nc: [")).toThrow(kindOf("parse"));
    expect(() => plain("a: !!set {b}\nc: []")).toThrow(kindOf("validation"));
    expect(() => plain("a: !!timestamp 2001-01-01")).toThrow(kindOf("validation"));
    expect(() => plain("!!timestamp 2001-01-01: a")).toThrow(kindOf("key"));
    expect(() => plain("a: !!timestamp noon")).toThrow(kindOf("parse"));
  });

  it("takes a document of one text for a text, whatever stands in it", () => {
    expect(plain("a ${b")).toBe("a ${b");
  });

  it("refuses a null key", () => {
    expect(() => loadYaml("a: {null: 1}", "a.yaml")).toThrow(
      expect.objectContaining({ kind: "key", key: "a" }),
    );
  });

  it.each(["[", "{a: ", "- ", "? ", "a:\n".concat(" ")])("refuses endless nesting of %j", (piece) => {
    const text = piece.startsWith("a")
      ? Array.from({ length: 1000 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")
      : piece.repeat(100_000);
    expect(() => loadYaml(text, "a.yaml")).toThrow("nested deeper than 400 levels");
  });

  it("refuses aliases that stand for too much", () => {
    const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
    for (let level = 1; level < 12; level++)
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(",")}]`,
      );
    expect(() => loadYaml(lines.join("\n"), "a.yaml")).toThrow("Aliases stand for more than");
  });

  it("reads or refuses any text, and never fails otherwise", () => {
    const piece = fc.constantFrom(
      ..."a b : - [ ] { } , ? & * ! | > ' \" # % @ ` ~ 1 . \\ << = $".split(" "),
      " ",
      "\n",
      "\n  ",
      "\t",
      "é",
      "---\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          loadYaml(pieces.join(""), "a.yaml");
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe("loadConfigFile", () => {
  it.each([
    ["# a header\nq\n", { q: null }],
    ["'a: 1'", { a: 1 }],
    [`'"q"'`, { q: null }],
    ["'- x'", ["x"]],
    ["''", {}],
    ["- 'a: 1'", ["a: 1"]],
  ])("reads a document of one text once more, as OmegaConf does: %j", (text, value) => {
    expect(toPlain(loadConfigFile(text, "a.yaml"))).toEqual(value);
  });

  it.each(["'1'", "'[a'", "'*x'", '"\\t"', "'a: {null: 1}'"])("refuses %s for what the text says", (text) => {
    expect(() => loadConfigFile(text, "a.yaml")).toThrow(ConfigError);
  });

  it("tells the line of the text", () => {
    expect(loadConfigFile("# a header\n\n'a: 1'\n", "a.yaml").origin).toMatchObject({ line: 3, column: 1 });
  });
});

describe("dumpYaml", () => {
  it("quotes what would read as something else and folds at 80 columns", () => {
    const words = "word ".repeat(20).trim();
    expect(dumpYaml(fromPlain({ y: "yes", n: "012", "": words, l: [[], {}, "a: b"], m: "x\ny" }))).toBe(
      [
        "'y': 'yes'",
        "'n': '012'",
        "? ''",
        ": word word word word word word word word word word word word word word word word",
        "  word word word word",
        "l:",
        "- []",
        "- {}",
        "- 'a: b'",
        "m: 'x\n\n  y'\n",
      ].join("\n"),
    );
  });

  it("sorts keys by code points when asked, unless they are of different kinds", () => {
    expect(dumpYaml(loadYaml("{b: 1, \uFF5E: 2, \u{1F600}: 3, a: 4}", "a"), { sortKeys: true })).toBe(
      "a: 4\nb: 1\n\uFF5E: 2\n\u{1F600}: 3\n",
    );
    expect(dumpYaml(loadYaml("{b: 1, 1: 2, a: 3}", "a"), { sortKeys: true })).toBe("b: 1\n1: 2\na: 3\n");
  });

  it("writes texts that read as the same value", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 120 }).filter((value) => !value.includes("${"));
    const wordy = fc.array(fc.constantFrom("word", " ", "\n", "'", '"', ": ", "#", "é", "\t", "-"), {
      maxLength: 60,
    });
    const value = fc.oneof(
      text,
      wordy.map((parts) => parts.join("")),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const tree = fc.oneof(value, fc.array(value), fc.dictionary(text, fc.oneof(value, fc.array(value))));
    fc.assert(
      fc.property(fc.dictionary(text, tree), (config) => {
        const dumped = dumpYaml(fromPlain(config));
        expect(JSON.stringify(plain(dumped))).toBe(JSON.stringify(config));
      }),
      { numRuns: 500 },
    );
  });
});
