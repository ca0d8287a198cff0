import { describe, expect, it } from "vitest";
import { nullNode, strNode } from "../../../src/config/nodes/create.js";
import { merge } from "../../../src/config/nodes/merge.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { remove } from "../../../src/config/nodes/remove.js";
import { select } from "../../../src/config/nodes/select.js";
import { toPlain } from "../../../src/config/nodes/to-plain.js";
import { update } from "../../../src/config/nodes/update.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import { loadYaml } from "../../../src/config/yaml/load.js";

function yaml(text: string, source = "a.yaml"): ConfigNode {
  return loadYaml(text, source);
}

function struct(node: ConfigNode): ConfigNode {
  return node.kind === "map" ? { ...node, flags: { struct: true } } : node;
}

describe("merge", () => {
  it("joins mappings, replaces lists and keeps the order of keys", () => {
    const merged = merge(yaml("z: 1\nl: [1, 2]\nm: {a: 1}"), yaml("m: {b: 2}\nl: [3]\nn: 4"));
    expect(JSON.stringify(toPlain(merged))).toBe('{"z":1,"l":[3],"m":{"a":1,"b":2},"n":4}');
  });

  it("tells where a value came from and what it hides", () => {
    const merged = merge(yaml("a: 1", "base.yaml"), yaml("b: 0\na: 2", "over.yaml"));
    expect(select(merged, "a")).toMatchObject({
      origin: { path: "over.yaml", line: 2, column: 4 },
      hides: { value: 1n, origin: { path: "base.yaml" } },
    });
  });

  it("replaces nothing by a missing value", () => {
    expect(toPlain(merge(yaml("a: {b: 1}\nc: 2"), yaml("a: ???\nc: ???\nd: ???")))).toEqual({
      a: { b: 1 },
      c: 2,
      d: "???",
    });
  });

  it("merges into a copy of what an interpolation leads to", () => {
    const merged = merge(yaml("a: ${r}\nr: {b: 9}"), yaml("a: {c: 1}"));
    expect(toPlain(merged)).toEqual({ a: { b: 9, c: 1 }, r: { b: 9 } });
  });

  it("turns a whole mapping into null, which takes nothing more", () => {
    const nothing = merge(yaml("a: 1"), nullNode());
    expect(toPlain(merge(merge(nothing, nullNode()), yaml("{}")))).toBeNull();
    expect(() => merge(nothing, yaml("b: 2"))).toThrow(expect.objectContaining({ kind: "merge" }));
  });

  it("refuses new keys in a struct, with their full key", () => {
    expect(() => merge(struct(yaml("a: {b: 1}")), yaml("a: {foo: 2}"))).toThrow(
      expect.objectContaining({ kind: "key", message: "Key 'foo' is not in struct", key: "a.foo" }),
    );
  });

  it("keeps keys of different kinds apart, but takes 1, 1.0 and true for one", () => {
    const merged = merge(yaml('{1: a, "1": b, "\\0int:1": c}'), yaml("{true: x, 1.0: z}"));
    expect(dumpYaml(merged)).toBe("1: z\n'1': b\n\"\\0int:1\": c\n");
  });

  it("refuses a list over a mapping", () => {
    expect(() => merge(yaml("a: {}"), yaml("a: []"))).toThrow(
      expect.objectContaining({ kind: "merge", key: "a" }),
    );
  });

  it("takes prototype names as keys like others", () => {
    const merged = merge(yaml("a: 1"), yaml("__proto__: {polluted: 1}\nconstructor: 2"));
    expect(Object.keys(toPlain(merged) ?? {})).toEqual(["a", "__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
  });
});

describe("update", () => {
  it("refuses a path deeper than any config", () => {
    expect(() => update(yaml("{}"), "a.".repeat(100_000), strNode("v"), { forceAdd: true })).toThrow(
      expect.objectContaining({ kind: "validation" }),
    );
  });

  it("refuses a value with an interpolation that cannot be read", () => {
    expect(() => update(yaml("a: 1"), "a", strNode("${b"))).toThrow(
      expect.objectContaining({ kind: "parse", key: "a" }),
    );
  });

  it("makes mappings on the way and shares the rest", () => {
    const root = yaml("a: 1\nkeep: {x: 1}");
    const updated = update(root, "a.b.c", strNode("v"));
    expect(toPlain(updated)).toEqual({ a: { b: { c: "v" } }, keep: { x: 1 } });
    expect(select(updated, "keep")).toBe(select(root, "keep"));
  });

  it("sets an index of a list and refuses one beyond its end", () => {
    expect(toPlain(update(yaml("l: [1, 2]"), "l[-1]", strNode("v")))).toEqual({ l: [1, "v"] });
    expect(() => update(yaml("l: [1, 2]"), "l.2", strNode("v"))).toThrow("list index out of range");
  });

  it("adds to a struct only when forced", () => {
    const root = struct(yaml("a: {}"));
    expect(() => update(root, "a.b", strNode("v"))).toThrow("Key 'b' is not in struct");
    expect(toPlain(update(root, "a.b", strNode("v"), { forceAdd: true }))).toEqual({ a: { b: "v" } });
  });
});

describe("remove", () => {
  it("takes a key out and refuses one that is not there", () => {
    expect(toPlain(remove(yaml("a: {b: 1, c: 2}"), "a.b"))).toEqual({ a: { c: 2 } });
    expect(() => remove(yaml("a: {b: 1}"), "a.x")).toThrow(
      expect.objectContaining({ kind: "key", key: "a.x" }),
    );
    expect(() => remove(yaml("l: [1]"), "l.0")).toThrow(expect.objectContaining({ kind: "key" }));
  });
});
