import { describe, expect, it } from "vitest";
import { composeValue } from "../../src/config/compose-value.js";
import { mapNode } from "../../src/config/nodes/create.js";
import type { MapNode } from "../../src/config/nodes/node.js";
import { select } from "../../src/config/nodes/select.js";
import { dumpYaml } from "../../src/config/yaml/dump.js";
import { loadConfig } from "../../src/config/yaml/load-config.js";
import { composeTexts, configError, memoryFiles, type Texts } from "./memory-files.js";

const APP: Texts = {
  "config.yaml": "defaults:\n  - db: mysql\n  - _self_\nname: app\nport: ${db.port}\n",
  "db/mysql.yaml": "driver: mysql\nport: 3306\n",
  "db/postgresql.yaml": "driver: postgresql\nport: 5432\n",
};

describe("compose", () => {
  it("merges the primary config over the groups of its defaults list", () => {
    const { job } = composeTexts(APP);
    expect(dumpYaml(job)).toBe("db:\n  driver: mysql\n  port: 3306\nname: app\nport: ${db.port}\n");
  });

  it("takes another option of a group from the command line", () => {
    const { job, choices, taskOverrides } = composeTexts(APP, ["db=postgresql"]);
    expect(dumpYaml(job)).toContain("driver: postgresql");
    expect(choices.get("db")).toBe("postgresql");
    expect(taskOverrides).toEqual(["db=postgresql"]);
  });

  it("changes, adds, forces and deletes values in the order of the overrides", () => {
    const { job } = composeTexts(APP, ["name=x", "+new.key=1", "++name=y", "~db.port", "port=1"]);
    expect(dumpYaml(job)).toBe("db:\n  driver: mysql\nname: 'y'\nport: 1\nnew:\n  key: 1\n");
  });

  it("refuses a key that no config has and says how to add it", () => {
    const error = configError(() => composeTexts(APP, ["nmae=x"]));
    expect(error.kind).toBe("composition");
    expect(error.message).toBe(
      "Could not override 'nmae'.\nTo append to your config use +nmae=x\nDid you mean 'name'?",
    );
    expect(error.origin).toEqual({ type: "override", text: "nmae=x", column: 1 });
  });

  it("refuses to add what is there already", () => {
    const error = configError(() => composeTexts(APP, ["+name=x"]));
    expect(error.message).toContain("An item is already at 'name'");
  });

  it.each(["+a=1", "+a=[1]", "+a={x: 1}"])(
    "looks up what is there before %s, and says that it cannot",
    (add) => {
      const error = configError(() => composeTexts({ "config.yaml": "a: ${zz}\n" }, [add]));
      expect(error.message).toBe(`Error merging override ${add}\nInterpolation key 'zz' not found`);
      expect(dumpYaml(composeTexts({ "config.yaml": "a: ${b}\nb: {y: 2}\n" }, ["+a={x: 1}"]).job)).toBe(
        "a:\n  x: 1\nb:\n  'y': 2\n",
      );
    },
  );

  it("says what is wrong with a key inside of a value", () => {
    const error = configError(() => composeTexts({ "config.yaml": "a: 1\n" }, ["a={null: c}"]));
    expect(error.kind).toBe("key");
    expect(error.message).toBe("Error merging override a={null: c}\nIncompatible key type 'NoneType'");
    expect(configError(() => composeTexts({ "config.yaml": "a: 1\n" }, ["z={null: c}"])).message).toContain(
      "To append to your config use +z={null: c}",
    );
  });

  it("refuses to delete a value that is another one", () => {
    const error = configError(() => composeTexts(APP, ["~name=other"]));
    expect(error.message).toBe("Could not delete from config. The value of 'name' is app and not other.");
  });

  it("deletes through lists and interpolations", () => {
    const { job } = composeTexts({ "config.yaml": "a: {x: 0, y: 1}\nb: ${a}\nl: [{p: 1}, {q: 2}]\n" }, [
      "~b.x",
      "~l.0.p",
    ]);
    expect(dumpYaml(job)).toBe("a:\n  'y': 1\nb: ${a}\nl:\n- {}\n- q: 2\n");
    expect(configError(() => composeTexts({ "config.yaml": "l: [1]\n" }, ["~l.0"])).kind).toBe("key");
  });

  it.each(["~v=1", "~v=1.0", "~v=true"])("deletes 1 by %s, as Python compares", (override) => {
    expect(dumpYaml(composeTexts({ "config.yaml": "v: 1\nw: 2\n" }, [override]).job)).toBe("w: 2\n");
  });

  it("names the options and the nearest one for an option that does not exist", () => {
    const error = configError(() => composeTexts(APP, ["db=postgresq"]));
    expect(error.kind).toBe("missing_config");
    expect(error.message).toContain("In 'config': Could not find 'db/postgresq'");
    expect(error.message).toContain("Available options in 'db':\n\tmysql\n\tpostgresql");
    expect(error.message).toContain("Did you mean 'postgresql'?");
  });

  it("points at the line of the list, or at the override, that asks for an option that does not exist", () => {
    const texts = { ...APP, "config.yaml": "defaults:\n  - db: nope\n" };
    expect(configError(() => composeTexts(texts)).origin).toEqual({
      type: "file",
      path: "/conf/config.yaml",
      line: 2,
      column: 9,
    });
    expect(configError(() => composeTexts(APP, ["db=nope"])).origin).toEqual({
      type: "override",
      text: "db=nope",
      column: 4,
    });
  });

  it("proposes the nearest primary config", () => {
    const error = configError(() => composeTexts(APP, [], { configName: "confg" }));
    expect(error.message).toContain("Did you mean 'config'?");
  });

  it("names the search path when the primary config does not exist", () => {
    const error = configError(() => composeTexts(APP, [], { configName: "nope" }));
    expect(error.kind).toBe("missing_config");
    expect(error.message).toContain("Cannot find primary config 'nope'");
    expect(error.message).toContain("provider=main, path=file:///conf");
  });

  it("says that the main folder does not exist", () => {
    const searchPath = [{ provider: "main", path: "file:///nowhere" }];
    const error = configError(() => composeTexts(APP, [], { searchPath }));
    expect(error.message).toContain("Primary config directory not found");
  });

  it("refuses a sweep outside a multirun and leaves it out in one", () => {
    expect(configError(() => composeTexts(APP, ["name=a,b"])).message).toContain(
      "Ambiguous value for argument",
    );
    expect(configError(() => composeTexts(APP, ["name=a,b"], { from: "shell" })).message).toContain(
      "key=\\'value1",
    );
    expect(configError(() => composeTexts(APP, ["port=range(3)"])).message).toContain("requires --multirun");
    const { job, taskOverrides } = composeTexts(APP, ["name=a,b"], { mode: "multirun" });
    expect(dumpYaml(job)).toContain("name: app");
    expect(taskOverrides).toEqual(["name=a,b"]);
  });

  it("composes without a primary config", () => {
    const { job, defaultsList } = composeTexts(APP, ["+a=1"], { configName: null });
    expect(dumpYaml(job)).toBe("a: 1\n");
    expect(defaultsList.at(-1)?.configPath).toBe("hydra/config");
  });

  it("reads every config once", () => {
    const files = memoryFiles(APP);
    const read: string[] = [];
    const readAndNote = (path: string) => {
      read.push(path);
      return files.read(path);
    };
    composeTexts(APP, [], { files: { ...files, read: readAndNote } });
    expect(read.sort()).toEqual(["/conf/config.yaml", "/conf/db/mysql.yaml"]);
  });

  it("tells where a value was written and what it hides", () => {
    const { job } = composeTexts(APP, ["db.port=1"]);
    const port = select(job, "db.port");
    expect(port?.origin).toEqual({ type: "override", text: "db.port=1", column: 9 });
    expect(port?.hides?.origin).toEqual({ type: "file", path: "/conf/db/mysql.yaml", line: 2, column: 7 });
  });

  it("warns of a defaults list without _self_", () => {
    const { warnings } = composeTexts({ ...APP, "config.yaml": "defaults:\n  - db: mysql\nname: app\n" });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("Defaults list is missing `_self_`");
  });

  it("finds a list of a config that is merged twice as the first merge left it, as Hydra does", () => {
    const { job } = composeTexts({
      "config.yaml": "defaults:\n  - base\n  - change\n  - base@copy\n",
      "base.yaml": "list: [1, 2]\nvalue: 1\n",
      "change.yaml": "list: [3]\nvalue: 2\n",
    });
    expect(dumpYaml(job)).toBe("list:\n- 3\nvalue: 2\ncopy:\n  list:\n  - 3\n  value: 1\n");
  });
});

describe("a base below the primary config", () => {
  const base = baseOf("seed: 1\ndb:\n  pool: 5\n  port: 1\nhydra:\n  run:\n    dir: runs\n");

  it("lets `+` set a key that only it has, and no other", () => {
    const { job } = composeTexts(APP, ["+seed=2"], { base });
    expect(select(job, "seed")).toMatchObject({ kind: "int", value: 2n });
    expect(() => composeTexts(APP, ["+db.port=2"], { base })).toThrow(/already at 'db.port'/);
  });

  it("gives values that overrides can change without +", () => {
    const { job } = composeTexts(APP, ["seed=2"], { base });
    expect(dumpYaml(job)).toContain("seed: 2");
  });

  it("is hidden by the groups and the primary config, and says so", () => {
    const { job } = composeTexts(APP, [], { base });
    expect(dumpYaml(job)).toContain("db:\n  pool: 5\n  port: 3306\n  driver: mysql\n");
    expect(select(job, "db.port")?.hides?.origin).toMatchObject({ path: "/app/base.yaml", line: 4 });
  });

  it("changes Hydra's own defaults", () => {
    expect(dumpYaml(select(composeTexts(APP, [], { base }).config, "hydra.run") ?? mapNode([]))).toBe(
      "dir: runs\n",
    );
  });
});

describe("composeValue", () => {
  const options = {
    searchPath: [{ provider: "main", path: "file:///conf" }],
    configName: "config",
    overrides: ["+when='${now:%Y}'", "+who='${hydra:job.name}'"],
    files: memoryFiles(APP),
    env: {},
    jobName: "demo",
    now: () => new Date(2026, 0, 31),
  };

  it("gives plain resolved values", () => {
    expect(composeValue(options)).toEqual({
      db: { driver: "mysql", port: 3306 },
      name: "app",
      port: 3306,
      when: "2026",
      who: "demo",
    });
  });

  it("gives them in the type of the parse function", () => {
    const port: number = composeValue({ ...options, parse: (value) => Number(Object(value).port) });
    expect(port).toBe(3306);
  });
});

describe("bad input to compose", () => {
  it("refuses defaults lists that name each other in a circle", () => {
    const circle = {
      "config.yaml": "defaults: [a]\n",
      "a.yaml": "defaults: [b]\n",
      "b.yaml": "defaults: [a]\n",
    };
    const error = configError(() => composeTexts(circle));
    expect(error.kind).toBe("composition");
    expect(error.message).toContain("'a' → 'b' → 'a'");
  });

  it("refuses defaults lists that never end though no place comes twice", () => {
    const error = configError(() =>
      composeTexts({ "config.yaml": "defaults: [g/a@x]\n", "g/a.yaml": "defaults: [/g/a@x]\n" }),
    );
    expect(error.message).toContain("nested more than");
  });

  it("refuses a tree of configs that doubles at every level", () => {
    const texts: Record<string, string> = { "config.yaml": "defaults: [c0]\n", "c30.yaml": "x: 1\n" };
    for (let level = 0; level < 30; level++)
      texts[`c${level}.yaml`] = `defaults: [c${level + 1}@a${level}, c${level + 1}@b${level}]\n`;
    expect(configError(() => composeTexts(texts)).message).toContain("name more than");
  });

  it("refuses keys and packages of a hundred thousand levels", () => {
    const deep = `${"a.".repeat(100_000)}b`;
    for (const override of [`+${deep}=1`, `${deep}=1`, `~${deep}`])
      expect(configError(() => composeTexts(APP, [override])).message).toContain("nested deeper than");
    const texts = { "config.yaml": `defaults:\n  - base@${deep}\n`, "base.yaml": "x: 1\n" };
    expect(configError(() => composeTexts(texts)).kind).toBe("validation");
  });

  it("takes __proto__ and constructor as keys and groups like others", () => {
    const { job } = composeTexts(
      { "config.yaml": "__proto__: {polluted: 1}\nconstructor: 2\n", "__proto__/a.yaml": "x: 1\n" },
      ["+__proto__.b=3"],
    );
    expect(dumpYaml(job)).toBe("__proto__:\n  polluted: 1\n  b: 3\nconstructor: 2\n");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("says which file is not a mapping", () => {
    const error = configError(() => composeTexts({ "config.yaml": "42\n" }));
    expect(error.kind).toBe("validation");
    expect(error.origin).toMatchObject({ type: "file", path: "/conf/config.yaml" });
  });
});

function baseOf(text: string): MapNode {
  const node = loadConfig(text, "/app/base.yaml");
  if (node.kind !== "map") throw new Error("A base is a mapping");
  return node;
}
