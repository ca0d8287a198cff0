import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageHeader } from "../../../src/config/defaults/header.js";
import { configError } from "../memory-files.js";

describe("packageHeader", () => {
  it.each([
    ["# @package a.b\nx: 1", "a.b"],
    ["\n  \n#@package _global_", "_global_"],
    ["#   @package    x   ", "x"],
    ["# @other y\n# @package x", "x"],
    ["# @package x\r\ny: 1", "x"],
    ["# a comment\n# @package x", undefined],
    ["x: 1\n# @package x", undefined],
    ["\ufeff# @package x", undefined],
    ["", undefined],
    [`${" ".repeat(600)}\n# @package x`, undefined],
  ])("%j gives %j", (text, found) => {
    expect(packageHeader(text, "f")).toBe(found);
  });

  it("refuses a header without a value or with two", () => {
    expect(configError(() => packageHeader("# @package\n", "f")).message).toContain("Expected header format");
    expect(configError(() => packageHeader("# @package a b\n", "f")).message).toContain(
      "Too many components",
    );
  });

  it("finds the package that it is given", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_.]{1,20}$/), (name) => {
        expect(packageHeader(`# @package ${name}\nx: 1\n`, "f")).toBe(name);
      }),
    );
  });
});
