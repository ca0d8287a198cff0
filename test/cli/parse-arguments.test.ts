import { describe, expect, it } from "vitest";
import { parseArguments, UsageError } from "../../src/cli/parse-arguments.js";

describe("parseArguments", () => {
  it("takes flags and overrides in any order", () => {
    const { flags, overrides } = parseArguments([
      "a.b=1",
      "--config-path",
      "./conf/",
      "+x={k: [1, 2]}",
      "--config-name=qb.yaml",
      "~y",
    ]);
    expect(flags).toEqual({ "config-path": "./conf/", "config-name": "qb.yaml" });
    expect(overrides).toEqual(["a.b=1", "+x={k: [1, 2]}", "~y"]);
  });

  it.each([
    [["-cn", "qb"], { "config-name": "qb" }],
    [["-cp", "dir", "-cd=more"], { "config-path": "dir", "config-dir": "more" }],
    [["-c", "job", "-p", "a.b"], { cfg: "job", package: "a.b" }],
    [["-h"], { help: true }],
  ])("reads Hydra's short flags %j", (argv, flags) => {
    expect(parseArguments(argv).flags).toEqual(flags);
  });

  it.each([["a=007"], ["a=1e3"], ["a=-1"], ["++a.b@c:d=${e}"], ["a='x y'"], ["=5"]])(
    "hands the override %j on untouched",
    (override) => {
      expect(parseArguments([override]).overrides).toEqual([override]);
    },
  );

  it("finds a command before its words", () => {
    expect(parseArguments(["ui", "./mlruns"]).command).toEqual({ name: "ui", words: ["./mlruns"] });
  });

  it.each([
    [["--config-nme", "x"], "Did you mean --config-name?"],
    [["--cfg", "jobs"], "jobs"],
    [["--config-name"], "config-name"],
    [["uu"], "Did you mean 'ui'?"],
  ])("refuses %j and says what was meant", (argv, text) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(text);
  });
});
