import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitKey } from "../../../src/config/nodes/path.js";

describe("splitKey", () => {
  it.each([
    ["a.b", ["a", "b"]],
    ["a[b]", ["a", "b"]],
    ["a.b[0].c", ["a", "b", "0", "c"]],
    [".a.b[c].d", ["", "a", "b", "c", "d"]],
    ["[a].b", ["a", "b"]],
    ["..[a]", ["", "", "a"]],
    ["", [""]],
    ["a.", ["a", ""]],
    ["a[b.c]", ["a", "b.c"]],
  ])("splits %s", (path, parts) => {
    expect(splitKey(path)).toEqual(parts);
  });

  it("gives back words that dots join", () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/[.[]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(splitKey(words.join("."))).toEqual(words);
      }),
    );
  });
});
