import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fillTemplate } from "../../../src/config/app/show/fill-template.js";
import { AppFolder } from "./app-folder.js";

let app: AppFolder;
beforeEach(() => {
  app = new AppFolder({
    "config.yaml":
      "defaults:\n  - db: mysql\n  - _self_\nname: demo\nport: ${db.port}\nalias: ${db}\nnone: null\n",
    "db/mysql.yaml": "port: 3306\n",
    "db/more/deep.yaml": "x: 1\n",
  });
});
afterEach(() => app.remove());

const shown = async (...argv: string[]) => (await app.run(argv)).stdout;

describe("--cfg", () => {
  it("prints the job's config and runs nothing", async () => {
    expect(await shown("--cfg", "job")).toBe(
      "db:\n  port: 3306\nname: demo\nport: ${db.port}\nalias: ${db}\nnone: null\n",
    );
    expect(app.made()).toEqual([]);
  });

  it("resolves interpolations with --resolve, also those that lead out of the part shown", async () => {
    expect(await shown("--cfg", "job", "-p", "db", "--resolve", "db.port=${name}")).toBe(
      "# @package db\nport: demo\n",
    );
  });

  it("follows an interpolation to the part that is asked for", async () => {
    expect(await shown("--cfg", "job", "-p", "alias")).toBe("# @package alias\nport: 3306\n");
    expect(await shown("--cfg", "job", "-p", "port")).toBe("3306\n");
  });

  it("shows Hydra's node without its help, and all of it with all", async () => {
    expect(await shown("--cfg", "hydra")).not.toContain("  help:");
    expect(await shown("--cfg", "all")).toContain("  help:");
  });

  it("says what there is nothing of", async () => {
    for (const key of ["nope", "none", "hydra"]) {
      const { code, stderr } = await app.run(["--cfg", "job", "-p", key]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: `package '${key}' not found in config\n` });
    }
  });

  it.each([
    [["--resolve"], "The --resolve flag can only be used in conjunction with --cfg or --help"],
    [
      ["-m", "--cfg", "job"],
      "Only one of --run, --multirun, --cfg, --info and --shell_completion can be specified",
    ],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await app.run(argv);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("--info", () => {
  it("draws the search path", async () => {
    expect(await shown("--info", "searchpath")).toContain("| schema   | structured://");
  });

  it("draws the defaults tree and list", async () => {
    expect(await shown("--info", "defaults-tree")).toMatch(/\n {2}config:\n {4}db: mysql\n {4}_self_\n$/);
    expect(await shown("--info", "defaults")).toMatch(
      /\n\| db\/mysql {3,}\| db {3,}\| False {2}\| config {7}\|\n/,
    );
  });

  it("tells all without a kind, also in the log of a run that hydra.verbose asks it of", async () => {
    const all = await shown("--info");
    expect(all).toMatch(/^Hydra 1\.3\.8\n===========\n/);
    expect(all).toContain("\nConfig\n******\ndb:\n");
    const { stdout } = await app.run(["hydra.verbose=true"]);
    expect(stdout.split("\n")[0]).toBe("[2026-01-02 03:04:05,678][HYDRA] Hydra 1.3.8");
  });
});

describe("--help", () => {
  it("shows groups and the config by the template of the config", async () => {
    const help = await shown("-h", "hydra.help.template='$APP_CONFIG_GROUPS|$CONFIG'", "--resolve");
    expect(help).toBe(
      "db: mysql\ndb/more: deep\n|db:\n  port: 3306\nname: demo\nport: 3306\nalias:\n  port: 3306\nnone: null\n\n",
    );
  });

  it("shows flags and Hydra's groups with --hydra-help", async () => {
    const help = await shown("--hydra-help");
    expect(help).toContain("--cfg,-c : ");
    expect(help).toContain("hydra/job_logging: default, disabled, none, stdout\n");
  });
});

describe("--shell-completion", () => {
  it("completes the line that the shell gives with the program's configs", async () => {
    const env = { COMP_LINE: "app db=", COMP_POINT: "7" };
    expect((await app.run(["-sc", "query=bash"], { env })).stdout).toBe("db=mysql\n");
  });
});

describe("fillTemplate", () => {
  const values = new Map([["NAME", "x"]]);

  it("fills names, bare and in braces, and makes one dollar sign of two", () => {
    expect(fillTemplate("$NAME ${NAME}s $$NAME", values)).toBe("x xs $NAME");
  });

  it("refuses a name without a value, and a dollar sign alone", () => {
    expect(() => fillTemplate("$NAM", values)).toThrow("There are: $NAME\nDid you mean 'NAME'?");
    expect(() => fillTemplate("1 $ 2", values)).toThrow("begins no placeholder");
  });
});
