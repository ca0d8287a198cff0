import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { isCommand } from "../../src/cli/command.js";
import { FLAGS } from "../../src/cli/flags.js";
import { main } from "../../src/cli/main.js";
import { perform } from "../../src/cli/perform.js";
import { parseArguments } from "../../src/config/app/flags/parse-arguments.js";
import { UsageError } from "../../src/config/app/flags/usage-error.js";

const read = (...argv: string[]) => {
  const { flags, words } = parseArguments(argv, FLAGS);
  return { flags: Object.fromEntries(flags), words };
};

describe("the program's flags", () => {
  it("take flags and overrides in any order", () => {
    const { flags, words } = read(
      "a.b=1",
      "--config-path",
      "./conf/",
      "+x={k: [1, 2]}",
      "--config-name=qb.yaml",
      "~y",
    );
    expect(flags).toEqual({ "config-path": "./conf/", "config-name": "qb.yaml" });
    expect(words).toEqual(["a.b=1", "+x={k: [1, 2]}", "~y"]);
  });

  it.each([
    [["-cn", "qb"], { "config-name": "qb" }],
    [["-cp", "dir", "-cd=more"], { "config-path": "dir", "config-dir": "more" }],
    [["-c", "job", "-p", "a.b"], { cfg: "job", package: "a.b" }],
    [["-h"], { help: true }],
    [["-m", "--yes"], { multirun: true, yes: true }],
    [["--cfg", "job", "--explain"], { cfg: "job", explain: true }],
    [["--info", "origins"], { info: "origins" }],
    [["-i"], { info: "all" }],
    [["--dry-run", "--schema"], { "dry-run": true, schema: true }],
  ])("read %j", (argv, flags) => {
    expect(read(...argv).flags).toEqual(flags);
  });

  it.each([["a=007"], ["a=1e3"], ["a=-1"], ["++a.b@c:d=${e}"], ["a='x y'"], ["=5"]])(
    "hand the override %j on untouched",
    (override) => {
      expect(read(override).words).toEqual([override]);
    },
  );

  it("have names of their own", () => {
    const names = FLAGS.flatMap(({ name, short }) => [name, ...(short === undefined ? [] : [`-${short}`])]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    [["--config-nme", "x"], "Did you mean '--config-name'?"],
    [["--cfg", "jobs"], "jobs"],
    [["--info", "origin"], "'origins'"],
    [["--config-name"], "config-name"],
  ])("refuse %j and say what was meant", (argv, text) => {
    expect(() => read(...argv)).toThrow(UsageError);
    expect(() => read(...argv)).toThrow(text);
  });
});

describe("isCommand", () => {
  it("knows a command by the first word", () => {
    expect(isCommand(["ui", "./mlruns"])).toBe(true);
    expect(isCommand(["a=ui"])).toBe(false);
    expect(isCommand(["--cfg", "ui"])).toBe(false);
    expect(isCommand([])).toBe(false);
  });

  it("says which command was meant", () => {
    expect(() => isCommand(["uu"])).toThrow("Did you mean 'ui'?");
  });
});

describe("a command's own arguments", () => {
  async function told(...argv: string[]) {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const world = { argv, cwd: "/", env: {}, stdout, stderr };
    const show = (text: string) => void stdout.write(text);
    const code = await main(world, { show, perform: async () => perform });
    return { code, out: String(stdout.read() ?? ""), err: String(stderr.read() ?? "") };
  }

  it("are told by its help", async () => {
    const { code, out } = await told("sync", "--help");
    expect(code).toBe(0);
    expect(out).toContain("stm32ai_main sync [place]");
  });

  it.each([[["ui", "--prt", "1"], "Unknown argument: prt"]])(
    "%j is a wrong command line, exit 2",
    async (argv, text) => {
      const { code, err } = await told(...argv);
      expect(code).toBe(2);
      expect(err).toContain(text);
    },
  );
});
