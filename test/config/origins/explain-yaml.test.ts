import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/config/error.js";
import {
  boolNode,
  bytesNode,
  floatNode,
  intNode,
  listNode,
  mapNode,
  nullNode,
  strNode,
} from "../../../src/config/nodes/create.js";
import { resolve } from "../../../src/config/nodes/interpolation/resolve.js";
import type { ConfigNode, Key, Origin } from "../../../src/config/nodes/node.js";
import { explainYaml } from "../../../src/config/origins/explain-yaml.js";
import { resolveContext } from "../../../src/config/resolve-context.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import { loadYaml } from "../../../src/config/yaml/load.js";
import { composeTexts } from "../memory-files.js";

/** A name that no generated text contains, so that a comment can be told from a text that looks like one. */
const MARK = "<made by the test>";
const place: Origin = { type: "code", name: MARK };

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("a", " ", "\n", "#", ":", "'", '"', "-", "\t", "\u2028", "\x85"),
    maxLength: 30,
  }),
  fc.stringMatching(/^(\w{1,12} ?){0,40}$/),
);
const key: fc.Arbitrary<Key> = fc.oneof(text, fc.bigInt({ min: -9n, max: 99n }), fc.boolean());
const scalar = fc.oneof<fc.Arbitrary<ConfigNode>[]>(
  text.map((value) => strNode(value, place)),
  fc.bigInt().map((value) => intNode(value, place)),
  fc.double().map((value) => floatNode(value, place)),
  fc.boolean().map((value) => boolNode(value, place)),
  fc.uint8Array({ maxLength: 120 }).map((value) => bytesNode(value, place)),
  fc.constant(nullNode(place)),
);
const { value: anyNode } = fc.letrec<{ value: ConfigNode; inner: ConfigNode }>((tie) => ({
  inner: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => listNode(items, place)),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => mapNode(entries, place)),
  ),
  value: fc
    .tuple(tie("inner"), fc.option(scalar, { freq: 3 }))
    .map(([node, hidden]) => (hidden === null ? node : { ...node, hides: hidden })),
}));

/** What PyYAML writes is not always what it reads: some keys come back as one. */
function read(yaml: string): string {
  try {
    return dumpYaml(loadYaml(yaml, "config.yaml"));
  } catch (error) {
    if (error instanceof ConfigError) return error.kind;
    throw error;
  }
}

describe("explainYaml", () => {
  it("gives the YAML of the value, byte for byte, apart from the comments", () => {
    fc.assert(
      fc.property(anyNode, (node) => {
        const explained = explainYaml(node);
        const bare = explained.replaceAll(new RegExp(` +# ${MARK}[^\\n]*$`, "gm"), "");
        expect(bare).toBe(dumpYaml(node));
      }),
      { numRuns: 2000 },
    );
  });

  it("parses to the same value as the YAML without comments", () => {
    fc.assert(
      fc.property(anyNode, (node) => {
        expect(read(explainYaml(node))).toBe(read(dumpYaml(node)));
      }),
      { numRuns: 2000 },
    );
  });

  it("names file and line, override and default behind each line, and what was hidden", () => {
    const base = loadYaml("db:\n  port: 1\n  timeout: 0.5\n", "/app/base.yaml");
    const { job } = composeTexts(
      { "config.yaml": "defaults:\n- db: mysql\nname: shop\n", "db/mysql.yaml": "port: 3306\nhosts:\n- a\n" },
      ["db.port=5433", "db.hosts=[b]"],
      base.kind === "map" ? { base } : {},
    );
    expect(explainYaml(job, { cwd: "/conf", defaultsFile: "/app/base.yaml" })).toBe(
      [
        "db:             # base.yaml:2 (default)",
        "  port: 5433    # override, was 3306 (db/mysql.yaml:1), was 1 (base.yaml:2)",
        "  timeout: 0.5  # base.yaml:3 (default)",
        "  hosts:        # override, was [a] (db/mysql.yaml:3)",
        "  - b           # override",
        "name: shop  # config.yaml:3",
        "",
      ].join("\n"),
    );
  });

  it("aligns the comments of a block, of scalars in a row at the top, and lets a long line stick out", () => {
    const long = "x".repeat(70);
    const { job } = composeTexts({ "config.yaml": `a: 1\nlonger: 2\nmap:\n  b: 3\n  c: ${long}\nz: 4\n` });
    expect(explainYaml(job, { cwd: "/conf" })).toBe(
      [
        "a: 1       # config.yaml:1",
        "longer: 2  # config.yaml:2",
        "map:    # config.yaml:4",
        "  b: 3  # config.yaml:4",
        `  c: ${long}  # config.yaml:5`,
        "z: 4  # config.yaml:6",
        "",
      ].join("\n"),
    );
  });

  it("tells of a resolved value which interpolation it was", () => {
    const { job } = composeTexts({ "config.yaml": "a: ${b}\nb: 1\n" });
    const [line] = explainYaml(resolve(job, resolveContext({ env: {} })), { cwd: "/conf" }).split("\n");
    expect(line).toBe("a: 1  # config.yaml:1, was ${b} (config.yaml:1)");
  });

  it("shows values that share a line with their list once, with what each of them hid", () => {
    const { job } = composeTexts({ "config.yaml": "list: [[1]]\n" }, ["list.0=[2]", "list.0.0=3"]);
    expect(explainYaml(job, { cwd: "/conf" })).toContain(
      "- - 3  # override, was [1] (config.yaml:1), was 2 (override)\n",
    );
  });

  it("keeps a comment in its line whatever the hidden text and the path are", () => {
    const hidden = strNode("a\nb\u2028c", { type: "file", path: "x\ny.yaml", line: 1, column: 1 });
    const explained = explainYaml({
      ...mapNode([["a", { ...intNode(1, place), hides: hidden }]]),
      origin: place,
    });
    expect(explained).toBe(`a: 1  # ${MARK}, was "a\\nb\\u{2028}c" (x\\u{a}y.yaml:1)\n`);
  });

  it("puts the comment behind the last line of folded text and the first of bytes", () => {
    const long = "word ".repeat(30).trim();
    const lines = explainYaml(mapNode([["text", strNode(long, place)]], place))
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => line.includes(MARK))).toEqual([false, true]);
    const bytes = explainYaml(mapNode([["data", bytesNode(new Uint8Array([1]), place)]], place));
    expect(bytes).toMatch(/^data: !!binary \| {2}# <made by the test>\n {2}AQ==\n$/);
  });
});
