import { describe, expect, it } from "vitest";
import { HYDRA_FLAGS } from "../../../src/config/app/flags/hydra-flags.js";
import { UsageError } from "../../../src/config/app/flags/usage-error.js";
import { complete } from "../../../src/config/completion/complete.js";
import { shellCompletion } from "../../../src/config/completion/shell-completion.js";
import { stripProgram } from "../../../src/config/completion/strip-program.js";
import { configError, memoryFiles } from "../memory-files.js";
import { accessTo } from "./access-to.js";

const options = {
  searchPath: [{ provider: "main", path: "file:///conf" }],
  configName: "config",
  cwd: "/conf",
  env: {},
  files: memoryFiles({
    "config.yaml":
      "defaults: [{db: mysql}, _self_]\nname: x\nflag: true\nlist: [1, {a: 2}, '???']\nto: ${db}\nbad: ${nope}\nnone:\nmiss: ???\n",
    "other.yaml": "only: here\n",
    "broken.yaml": "a: [\n",
    "db/mysql.yaml": "driver: mysql\nport: 3306\n",
    "db/postgresql.yaml": "driver: pg\n",
    "model/small/resnet.yaml": "depth: 18\n",
  }),
};
const program = (configName = "config") => ({
  flags: HYDRA_FLAGS,
  open: () => accessTo({ ...options, configName }),
});
const suggest = (line: string, configName?: string) => complete(line, program(configName));

describe("complete", () => {
  it("offers keys with what follows them, and groups, for a new word", () => {
    expect(suggest("")).toEqual([
      ...["bad=", "db.", "db=", "flag=", "hydra", "hydra.", "list.", "miss=", "model/", "name=", "none="],
      "to=",
    ]);
  });

  it("counts the overrides in front of the word", () => {
    expect(suggest("db.")).toEqual(["db.driver=", "db.port="]);
    expect(suggest("db=postgresql db.")).toEqual(["db.driver="]);
    expect(suggest("+deep.key=1 deep.")).toEqual(["deep.key="]);
  });

  it("offers the options of a group, behind any prefix", () => {
    expect(suggest("db=")).toEqual(["db=mysql", "db=postgresql"]);
    expect(suggest("+db=p")).toEqual(["+db=postgresql"]);
    expect(suggest("model/")).toEqual(["model/small="]);
    expect(suggest("~d")).toEqual(["~db"]);
    expect(suggest("/db=")).toEqual([]);
  });

  it("offers the value that a key has, none for null", () => {
    expect(suggest("name=")).toEqual(["name=x"]);
    expect(suggest("flag=")).toEqual(["flag=true"]);
    expect(suggest("miss=")).toEqual(["miss="]);
    expect(suggest("none=")).toEqual([]);
  });

  it("follows interpolations on the way and the items of lists", () => {
    expect(suggest("to.d")).toEqual(["to.driver="]);
    expect(suggest("list.")).toEqual(["list.0=", "list.1.", "list.2="]);
    expect(suggest("list.1.a=")).toEqual(["list.1.a=2"]);
  });

  it("offers the files beside a value that begins like a path", () => {
    expect(suggest("name=./db/")).toEqual(["name=./db/mysql.yaml", "name=./db/postgresql.yaml"]);
    expect(suggest("name=/conf/db/p")).toEqual(["name=/conf/db/postgresql.yaml"]);
    expect(suggest("name=../nowhere/x")).toEqual([]);
  });

  it("takes sweeps in front of the word only with --multirun", () => {
    expect(suggest("name=1,2 fl")).toEqual([]);
    expect(suggest("--multirun name=1,2 fl")).toEqual(["flag="]);
    expect(suggest("--cfg job -m fl")).toEqual(["flag="]);
  });

  it("leaves the groups when the config cannot be composed", () => {
    expect(suggest("db=nope ")).toEqual(["db=", "hydra", "model/"]);
    expect(suggest("", "absent")).toEqual(["db=", "hydra", "model/"]);
  });

  it("throws for an override or config that cannot be read, and an interpolation that leads nowhere", () => {
    expect(configError(() => suggest("name=[ fl")).kind).toBe("parse");
    expect(configError(() => suggest("fl", "broken")).kind).toBe("parse");
    expect(configError(() => suggest("bad=")).kind).toBe("interpolation");
  });

  it("throws for a flag that there is not", () => {
    expect(() => suggest("--nope fl")).toThrow(UsageError);
  });

  it("takes keys like __proto__ and lines of any length as plain text", () => {
    expect(suggest("__proto__.")).toEqual([]);
    expect(suggest("constructor=")).toEqual([]);
    expect(suggest(`${"a.".repeat(100_000)}b`)).toEqual([]);
  });
});

describe("shellCompletion", () => {
  const ask = (words: readonly string[], line = "") =>
    shellCompletion(words, {
      program: "my_app",
      line,
      flags: HYDRA_FLAGS,
      open: (flags) => accessTo({ ...options, configName: String(flags.get("config-name") ?? "config") }),
    });

  it("answers a query in the words of the shell", () => {
    expect(ask(["query=bash"], "my_app db=")).toBe("db=mysql db=postgresql");
    expect(ask(["query=fish"], "my_app db=")).toBe("db=mysql\ndb=postgresql");
  });

  it("gives the line's own flags to whoever opens the configs", () => {
    expect(ask(["query=zsh"], "my_app --config-name other o")).toBe("only=");
    expect(ask(["query=zsh"], "my_app -cn=other o")).toBe("only=");
  });

  it("is silent about a line that cannot be completed", () => {
    expect(ask(["query=bash"], "my_app bad=")).toBe("");
    expect(ask(["query=bash"], "")).toBe("");
    expect(ask(["query=bash"], "my_app --nope d")).toBe("");
  });

  it("names the commands and the shells that there are", () => {
    expect(configError(() => ask([])).message).toContain("install, uninstall, query");
    expect(configError(() => ask(["install=bash", "query=bash"])).message).toContain("one subcommand");
    expect(configError(() => ask(["install=tcsh"])).message).toContain("'tcsh' found, available : \n\tbash");
  });

  it("refuses to write a program's name that a shell would not take as a word", () => {
    const request = { ...program(), program: "a; rm x", line: "" };
    expect(configError(() => shellCompletion(["install=bash"], request)).kind).toBe("validation");
  });
});

describe("stripProgram", () => {
  it.each([
    ["my_app a=1 b", "a=1 b"],
    ["/usr/bin/my-app", ""],
    ["python3 dir/app.py a=1 ", "a=1 "],
    ["ünder a", "a"],
  ])("takes the program off %j", (line, rest) => {
    expect(stripProgram(line)).toBe(rest);
  });

  it("refuses a line without a program", () => {
    expect(configError(() => stripProgram("'a b' c")).kind).toBe("parse");
  });
});
