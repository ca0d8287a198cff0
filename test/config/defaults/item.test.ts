import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDefaults } from "../../../src/config/defaults/parse-defaults.js";
import { finalPackage, overrideKey, place } from "../../../src/config/defaults/placed-item.js";
import { inCode, listNode, mapNode, strNode } from "../../../src/config/nodes/create.js";

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/).filter((text) => text !== "_self_");

describe("parseDefaults", () => {
  it("reads group, package, keywords and option back from their text", () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.option(word, { nil: undefined }),
        word,
        fc.boolean(),
        fc.boolean(),
        (groups, target, option, optional, override) => {
          const group = groups.join("/");
          const keywords = (optional ? "optional " : "") + (override ? "override " : "");
          const key = `${keywords}${group}${target === undefined ? "" : `@${target}`}`;
          const [item] = parseDefaults("config", listNode([mapNode([[key, strNode(option)]])]));
          const at = target === undefined ? {} : { package: target };
          expect(item).toEqual({ group, choice: option, optional, override, ...at, origin: inCode });
        },
      ),
    );
  });

  it("drops a keyword that it does not know, and those after it", () => {
    const [item] = parseDefaults("config", listNode([mapNode([["optional odd override db", strNode("x")]])]));
    expect(item).toMatchObject({ group: "db", choice: "x", optional: true, override: false });
  });
});

describe("a placed item", () => {
  it("has its group as package and is overridden by the group alone", () => {
    const item = place({ group: "b/c", choice: "x" }, "a", "a");
    expect([finalPackage(item), overrideKey(item)]).toEqual(["a.b.c", "a/b/c"]);
  });

  it("is overridden with its package where that is not the group", () => {
    expect(overrideKey(place({ group: "db", choice: "x", package: "_global_" }, "", ""))).toBe("db@_global_");
    expect(overrideKey(place({ group: "db", choice: "x" }, "", "top"))).toBe("db@top.db");
  });
});
