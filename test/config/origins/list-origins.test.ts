import { describe, expect, it } from "vitest";
import type { Composition } from "../../../src/config/composition.js";
import { intNode, listNode, mapNode } from "../../../src/config/nodes/create.js";
import type { ConfigNode } from "../../../src/config/nodes/node.js";
import { listOrigins } from "../../../src/config/origins/list-origins.js";
import { printOrigins } from "../../../src/config/origins/print-origins.js";
import { composeTexts, configError, type Texts } from "../memory-files.js";

const options = { cwd: "/conf" };

/** Each row as `key = value @ place`, what it hid behind `<`. */
function rows({ job }: Composition, key = ""): string[] {
  return listOrigins(job, key, options).map(({ key: name, value, place, hides }) =>
    [`${name} = ${value} @ ${place}`, ...hides.map((hidden) => `${hidden.value} @ ${hidden.place}`)].join(
      " < ",
    ),
  );
}

const shop: Texts = {
  "config.yaml": "defaults:\n- db: mysql\n- _self_\ndb:\n  port: 1\nlist: [1, 2]\n",
  "db/mysql.yaml": "driver: mysql\nport: 3306\n",
  "db/postgresql.yaml": "driver: postgresql\nport: 5432\n",
};

describe("listOrigins", () => {
  it("tells file, line and column of each value, and what it hid, the last hidden first", () => {
    expect(rows(composeTexts(shop, ["db.port=2", "db.port=3"]))).toEqual([
      "db.driver = mysql @ db/mysql.yaml:1:9",
      "db.port = 3 @ override db.port=3 < 2 @ override db.port=2 < 1 @ config.yaml:5:9 < 3306 @ db/mysql.yaml:2:7",
      "list = [1, 2] @ config.yaml:6:7",
    ]);
  });

  it("follows a group choice into the file of its option", () => {
    expect(rows(composeTexts(shop, ["db=postgresql"]), "db")).toEqual([
      "db.driver = postgresql @ db/postgresql.yaml:1:9",
      "db.port = 1 @ config.yaml:5:9 < 5432 @ db/postgresql.yaml:2:7",
    ]);
  });

  it("tells of `+` and `++` which override added or changed a value", () => {
    expect(rows(composeTexts(shop, ["+new.deep=1", "++db.port=2"])).slice(1)).toEqual([
      "db.port = 2 @ override ++db.port=2 < 1 @ config.yaml:5:9 < 3306 @ db/mysql.yaml:2:7",
      "list = [1, 2] @ config.yaml:6:7",
      "new.deep = 1 @ override +new.deep=1",
    ]);
  });

  it("tells of a dict override which of its keys changed", () => {
    expect(rows(composeTexts(shop, ["db={port: 2}"]), "db")).toEqual([
      "db.driver = mysql @ db/mysql.yaml:1:9",
      "db.port = 2 @ override db={port: 2} < 1 @ config.yaml:5:9 < 3306 @ db/mysql.yaml:2:7",
    ]);
  });

  it("forgets what was deleted with `~` before a key is added anew", () => {
    expect(rows(composeTexts(shop, ["~db.port", "+db.port=2"]), "db.port")).toEqual([
      "db.port = 2 @ override +db.port=2",
    ]);
    expect(rows(composeTexts(shop, ["~db.port"]), "db")).toEqual(["db.driver = mysql @ db/mysql.yaml:1:9"]);
  });

  it("tells a list as a whole, with the items that came from elsewhere", () => {
    expect(rows(composeTexts(shop, ["list.1=7"]), "list")).toEqual([
      "list = [1, 7] @ config.yaml:6:7",
      "list[1] = 7 @ override list.1=7 < 2 @ config.yaml:6:11",
    ]);
    expect(rows(composeTexts(shop, ["list=[7]"]), "list")).toEqual([
      "list = [7] @ override list=[7] < [1, 2] @ config.yaml:6:7",
    ]);
  });

  it("tells a mapping that took the place of a value, and a value that took that of a list", () => {
    expect(rows(composeTexts(shop, ["list=null"]), "list")).toEqual([
      "list = null @ override list=null < [1, 2] @ config.yaml:6:7",
    ]);
    const texts = { "config.yaml": "defaults:\n- low\n- _self_\na:\n  b: 1\n", "low.yaml": "a: 5\n" };
    expect(rows(composeTexts(texts))).toEqual([
      "a = {b: 1} @ config.yaml:5:3 < 5 @ low.yaml:1:4",
      "a.b = 1 @ config.yaml:5:6",
    ]);
  });

  it("tells of a mapping merged over an interpolation that it hid the interpolation", () => {
    const texts = {
      "config.yaml": "defaults:\n- low\n- _self_\na:\n  b: 2\n",
      "low.yaml": "base:\n  b: 1\n  c: 1\na: ${base}\n",
    };
    expect(rows(composeTexts(texts), "a")).toEqual([
      "a = {b: 2, c: 1} @ low.yaml:2:3 < ${base} @ low.yaml:4:4",
      "a.b = 2 @ config.yaml:5:6 < 1 @ low.yaml:2:6",
      "a.c = 1 @ low.yaml:3:6",
    ]);
  });

  it("tells what a value of Hydra's own took the place of", () => {
    const { config } = composeTexts(shop, ["hydra.runtime.cwd=/x"]);
    expect(listOrigins(config, "hydra.runtime.cwd", options)).toMatchObject([
      { value: "/conf", place: "hydra", hides: [{ value: "/x", place: "override hydra.runtime.cwd=/x" }] },
    ]);
  });

  it("refuses a key that does not exist and names the nearest", () => {
    const error = configError(() => rows(composeTexts(shop), "db.prot"));
    expect(error.kind).toBe("key");
    expect(error.message).toBe("There is no key 'db.prot' in the config.\nDid you mean 'db.port'?");
  });

  it("names the keys that there are where none is near, and says where there is none", () => {
    const message = (key: string) => configError(() => rows(composeTexts(shop), key)).message.split("\n")[1];
    expect(message("db.hostname")).toBe("Keys there: db.driver, db.port");
    expect(message("db.port.x")).toBe("There is nothing below 'db.port'.");
  });

  it("writes no more of a large value than is shown", () => {
    const wide = (depth: number): ConfigNode =>
      listNode(Array.from({ length: 1000 }, () => (depth === 0 ? intNode(1) : wide(depth - 1))));
    const inner = wide(1);
    const node = listNode(Array.from({ length: 1000 }, () => inner));
    const [row] = listOrigins(mapNode([["a", { ...intNode(0), hides: node }]]));
    expect(row?.hides[0]?.value).toMatch(/^\[\[\[1, 1, [1, ]+…$/);
    expect(row?.hides[0]?.value).toHaveLength(60);
  });

  it("shortens long values", () => {
    const [row] = listOrigins(composeTexts({ "config.yaml": `a: ${"x".repeat(500)}\n` }).job);
    expect(row?.value).toBe(`${"x".repeat(59)}…`);
  });
});

describe("printOrigins", () => {
  it("aligns keys, values and places, what was hidden below each", () => {
    const { job } = composeTexts(shop, ["db.port=2"]);
    expect(printOrigins(listOrigins(job, "", options))).toBe(
      [
        "db.driver  mysql     db/mysql.yaml:1:9",
        "db.port    2         override db.port=2",
        "           was 1     config.yaml:5:9",
        "           was 3306  db/mysql.yaml:2:7",
        "list       [1, 2]    config.yaml:6:7",
        "",
      ].join("\n"),
    );
  });

  it("prints nothing where there is nothing", () => {
    expect(printOrigins([])).toBe("");
  });
});
