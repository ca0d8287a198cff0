import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Flag } from "../../../src/config/app/flags/flag.js";
import { HYDRA_FLAGS } from "../../../src/config/app/flags/hydra-flags.js";
import { parseArguments } from "../../../src/config/app/flags/parse-arguments.js";
import { UsageError } from "../../../src/config/app/flags/usage-error.js";
import { usageText } from "../../../src/config/app/flags/usage-text.js";

function read(...argv: string[]) {
  const { flags, words } = parseArguments(argv, HYDRA_FLAGS);
  return { ...Object.fromEntries(flags), words };
}

function problem(...argv: string[]): string {
  try {
    parseArguments(argv, HYDRA_FLAGS);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "";
}

describe("parseArguments", () => {
  it("takes the words that are no flags for overrides, wherever they stand", () => {
    expect(read("a=1", "--cfg", "job", "~b", "--resolve", "+c=2")).toEqual({
      cfg: "job",
      resolve: true,
      words: ["a=1", "~b", "+c=2"],
    });
  });

  it.each([[["--cfg=job"]], [["-c", "job"]], [["-c=job"]], [["-cjob"]], [["--cf", "job"]]])(
    "reads %j as --cfg job",
    (argv) => {
      expect(read(...argv)).toEqual({ cfg: "job", words: [] });
    },
  );

  it("knows short forms of two letters from letters behind a flag", () => {
    expect(read("-cp", "conf", "-cn=other", "-cd", "more")).toEqual({
      "config-path": "conf",
      "config-name": "other",
      "config-dir": "more",
      words: [],
    });
    expect(read("-mr")).toEqual({ multirun: true, run: true, words: [] });
  });

  it("gives --info its default where no value follows", () => {
    expect(read("--info")).toEqual({ info: "all", words: [] });
    expect(read("-i", "--cfg", "job")).toEqual({ info: "all", cfg: "job", words: [] });
  });

  it("takes negative numbers, words with spaces and everything behind -- for overrides", () => {
    expect(read("-1", "-a b", "--", "-x", "--cfg").words).toEqual(["-1", "-a b", "-x", "--cfg"]);
  });

  it("reads nothing behind --version", () => {
    expect(read("--version", "--nope")).toEqual({ version: true, words: [] });
  });

  it.each([
    [["--cfg"], "argument --cfg/-c: expected one argument"],
    [["--cfg", "x"], "argument --cfg/-c: invalid choice: 'x' (choose from 'job', 'hydra', 'all')"],
    [["--co", "x"], "ambiguous option: --co could match --config-path, --config-name, --config-dir"],
    [["-undefined"], "unrecognized arguments: -undefined"],
    [["--resolve=1"], "argument --resolve: ignored explicit argument '1'"],
    [["--config-nam=x", "--multirum"], "unrecognized arguments: --multirum\nDid you mean '--multirun'?"],
  ])("refuses %j", (argv, message) => {
    expect(problem(...argv)).toBe(message);
  });

  it("reads the flags of a program beside Hydra's", () => {
    const own: Flag = { name: "dry-run", short: "n", help: "Show the plan" };
    expect(parseArguments(["-n", "a=1"], [...HYDRA_FLAGS, own]).flags.get("dry-run")).toBe(true);
  });

  it("throws nothing but a UsageError, whatever it is given", () => {
    const word = fc.oneof(
      fc.string(),
      fc.string().map((text) => `-${text}`),
      fc.string().map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        problem(...argv);
      }),
    );
  });

  it("gives back every word behind -- unchanged", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(read("--", ...words).words).toEqual(words);
      }),
    );
  });
});

describe("usageText", () => {
  it("breaks lines before the 79th column, aligned behind the program's name", () => {
    const lines = usageText("my_app.py", HYDRA_FLAGS).trimEnd().split("\n");
    expect(lines[0]).toBe("usage: my_app.py [--help] [--hydra-help] [--version] [--cfg {job,hydra,all}]");
    expect(lines.at(-1)).toBe("                 [overrides ...]");
    expect(lines.slice(1).every((line) => line.startsWith(" ".repeat(17)))).toBe(true);
  });
});
