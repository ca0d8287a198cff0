import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../src/config/error.js";
import { intNode, listNode, strNode } from "../../../../src/config/nodes/create.js";
import type { ResolveContext, Resolver } from "../../../../src/config/nodes/interpolation/context.js";
import { resolve, resolveAt } from "../../../../src/config/nodes/interpolation/resolve.js";
import { builtinResolvers } from "../../../../src/config/nodes/resolvers/builtin.js";
import { type Plain, toPlain } from "../../../../src/config/nodes/to-plain.js";
import { loadYaml } from "../../../../src/config/yaml/load.js";

const context: ResolveContext = {
  resolvers: builtinResolvers,
  env: { HOME_DIR: "/home/me" },
  now: () => new Date(0),
};

function resolved(yaml: string, more: Partial<ResolveContext> = {}): Plain {
  return toPlain(resolve(loadYaml(yaml, "a.yaml"), { ...context, ...more }));
}

describe("resolve", () => {
  it("keeps the kind of a value alone and joins texts as Python writes them", () => {
    expect(resolved("a: 1.0\nb: ${a}\nc: x${a}-${d}\nd: null")).toEqual({
      a: 1,
      b: 1,
      c: "x1.0-None",
      d: null,
    });
  });

  it("reads relative keys from the place of their value", () => {
    expect(resolved("a: {b: 1, c: {d: '${..b}', e: '${.d}'}}\nf: ${a.c}")).toEqual({
      a: { b: 1, c: { d: 1, e: 1 } },
      f: { d: 1, e: 1 },
    });
  });

  it("takes the backslash from an escaped interpolation", () => {
    expect(resolved("a: \\${b}\nb: '\\\\${c}'\nc: 1")).toEqual({ a: "${b}", b: "\\1", c: 1 });
  });

  it("names the cycle", () => {
    expect(() => resolved("a: ${b}\nb: ${c}\nc: ${a}")).toThrow(
      "Recursive interpolation detected: a -> b -> c -> a",
    );
  });

  it("finds containers that contain themselves through others", () => {
    expect(() => resolved("a: {b: '${c}'}\nc: {d: '${a}'}")).toThrow("Recursive interpolation detected");
  });

  it("tells key and line of what cannot be resolved", () => {
    expect(() => resolved("x: 1\na:\n  - b: ${nope}")).toThrow(
      expect.objectContaining({
        kind: "interpolation",
        key: "a[0].b",
        origin: { type: "file", path: "a.yaml", line: 3, column: 8 },
      }),
    );
  });

  it("refuses an interpolation to a missing value, or keeps it missing when asked", () => {
    const root = loadYaml("a: ???\nb: ${a}", "a.yaml");
    expect(() => resolve(root, context)).toThrow(ConfigError);
    expect(toPlain(resolve(root, context, { toMissing: "keep" }))).toEqual({ a: "???", b: "???" });
  });

  it("asks the fallback for single names that no key has", () => {
    const fallback = (name: string) => (name === "HOME" ? strNode("/home/me") : undefined);
    expect(resolved("a: ${HOME}/x", { fallback })).toEqual({ a: "/home/me/x" });
    expect(() => resolved("a: ${HOME.x}", { fallback })).toThrow("Interpolation key 'HOME.x' not found");
  });

  it("copies configs into what oc.create makes, where their relative keys begin anew", () => {
    const copy = "a: {x: '${..b}'}\nb: 1\nc: \"${oc.create:{b: 2, d: ${a}}}\"";
    expect(resolved(copy)).toMatchObject({ a: { x: 1 }, c: { d: { x: 2 } } });
  });

  it.each([
    ["x${a}", "x{'p': 1, 'q': '${.p}'}"],
    ["x${oc.select:nope,[${a}]}", "x[{'p': 1, 'q': '${.p}'}]"],
    ["${oc.env:NOPE,{k: [${a}]}}", "{'k': [{'p': 1, 'q': '${.p}'}]}"],
    ["x${wrap:[${a}, ${a.q}]}", "x[[{'p': 1, 'q': '${.p}'}, 1]]"],
  ])("writes a config as it stands there, also inside of a resolver's argument: %s", (text, value) => {
    const wrap: Resolver = { call: (args) => listNode(args.map(({ node }) => node)) };
    const resolvers = new Map([...builtinResolvers, ["wrap", wrap]]);
    expect(resolved(`a: {p: 1, q: "\${.p}"}\nv: "${text}"`, { resolvers })).toMatchObject({ v: value });
  });

  it("names the deprecated key's heir, also when a resolver makes its value", () => {
    const warnings: string[] = [];
    resolved("a: ${oc.deprecated:b}\nb: ${oc.decode:'1'}", { warn: (message) => warnings.push(message) });
    expect(warnings).toEqual(["'a' is deprecated. Change your code and config to use 'b'"]);
  });

  it("calls a resolver with a cache once per list of arguments", () => {
    let calls = 0;
    const count = { cache: true, call: () => intNode(++calls) };
    const resolvers = new Map([["count", count]]);
    expect(resolved("a: ${count:x}\nb: ${count:x}\nc: ${count:y}", { resolvers, cache: new Map() })).toEqual({
      a: 1,
      b: 1,
      c: 2,
    });
  });

  it("stops values that double with each interpolation", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `x${index + 1}: \${x${index}}\${x${index}}`);
    expect(() => resolved(`x0: a\n${lines.join("\n")}`)).toThrow("steps");
  });

  it.each([
    ["${oc.env:HOME_DIR}", "/home/me"],
    ["${oc.env:NOPE,1.50}", "1.5"],
    ["${oc.decode:'{a: [1, b]}'}", { a: [1, "b"] }],
    ["${oc.select:nope,7}", 7],
    ["${oc.create:{k: 1}}", { k: 1 }],
    ["${oc.dict.keys:d}", ["p", "q"]],
    ["${oc.dict.values:d}", [1, "$"]],
  ])("resolves %s", (text, value) => {
    const root = loadYaml(`d: {p: 1, q: $}\nv: "${text}"`, "a.yaml");
    const found = resolveAt(root, "v", context);
    expect(found && toPlain(found)).toEqual(value);
  });
});
