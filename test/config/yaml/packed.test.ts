import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesNode, floatNode, mapNode, strNode } from "../../../src/config/nodes/create.js";
import type { Origin } from "../../../src/config/nodes/node.js";
import { loadYaml } from "../../../src/config/yaml/load.js";
import { pack, unpack } from "../../../src/config/yaml/packed.js";

const origin: Origin = { type: "file", path: "a.yaml", line: 1, column: 1 };
/** Whole values of every kind; `${` in a text opens an interpolation, which need not be one that can be read. */
const leaf = fc.oneof(
  fc.constantFrom("~", "true", "12345678901234567890", "1.0", "-0.0", ".inf", "'1'", "'${a.b}'", "'???'"),
  fc.integer().map(String),
  fc
    .string({ unit: "grapheme-ascii" })
    .filter((text) => !text.includes("${"))
    .map((text) => JSON.stringify(text)),
);
const { document } = fc.letrec<{ document: string }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("document"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom("a", "12x", "__proto__", "constructor"), tie("document")), {
        selector: ([key]) => key,
      })
      .map((entries) => `{${entries.map(([key, value]) => `${key}: ${value}`).join(", ")}}`),
  ),
}));

describe("pack and unpack", () => {
  it("keep kinds, values, order and places through JSON", () => {
    fc.assert(
      fc.property(document, (text) => {
        const tree = loadYaml(`x: ${text}\ny: [1,\n  2]\n`, "a.yaml");
        expect(unpack(JSON.parse(JSON.stringify(pack(tree))), "a.yaml")).toStrictEqual(tree);
      }),
    );
  });

  it("keep what is no finite number", () => {
    const back = unpack(JSON.parse(JSON.stringify(pack(floatNode(Number.NaN, origin)))), "a.yaml");
    expect(back).toStrictEqual(floatNode(Number.NaN, origin));
  });

  it.each([
    ["bytes", bytesNode(new Uint8Array([1]), origin)],
    ["a key that is no string", mapNode([[1n, strNode("x", origin)]], origin)],
    ["a value from an override", strNode("x", { type: "override", text: "a=x", column: 3 })],
  ])("refuse %s", (_what, node) => {
    expect(() => pack(node)).toThrow(/cannot be packed/);
  });
});
