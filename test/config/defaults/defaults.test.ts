import { describe, expect, it } from "vitest";
import { choiceName, configPath } from "../../../src/config/defaults/placed-item.js";
import type { DefaultsTree } from "../../../src/config/defaults/tree.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import { composeTexts, configError, type Texts } from "../memory-files.js";

const GROUPS: Texts = {
  "db/mysql.yaml": "name: mysql\n",
  "db/sqlite.yaml": "name: sqlite\n",
  "server/apache.yaml": "name: apache\n",
  "server/site/fb.yaml": "domain: facebook.com\n",
  "server/site/google.yaml": "domain: google.com\n",
  "db_server/mysql_apache.yaml": "tuned: true\n",
};

/** @returns the configs of the user's part of the list, each with its package. */
function placesOf(list: string, overrides: string[] = [], more: Texts = {}): string[] {
  const { defaultsList } = composeTexts(
    { ...GROUPS, "config.yaml": `defaults:\n${list}`, ...more },
    overrides,
  );
  const own = defaultsList.slice(
    defaultsList.findIndex(({ configPath }) => configPath === "hydra/config") + 1,
  );
  return own.map(({ configPath, package: at }) => `${configPath} -> ${at}`);
}

function messageOf(list: string, overrides: string[] = [], more: Texts = {}): string {
  return configError(() => placesOf(list, overrides, more)).message;
}

describe("the order of a defaults list", () => {
  it("puts the config itself last unless _self_ says where", () => {
    expect(placesOf("  - db: mysql\n")).toEqual(["db/mysql -> db", "config -> "]);
    expect(placesOf("  - _self_\n  - db: mysql\n")).toEqual(["config -> ", "db/mysql -> db"]);
  });

  it("puts what the command line appends at the end", () => {
    expect(placesOf("  - db: mysql\n", ["+server=apache"])).toEqual([
      "db/mysql -> db",
      "config -> ",
      "server/apache -> server",
    ]);
  });

  it("merges the options of a list in their order", () => {
    expect(placesOf("  - db: [mysql, sqlite]\n")).toEqual([
      "db/mysql -> db",
      "db/sqlite -> db",
      "config -> ",
    ]);
  });

  it("loads a nested list relative to its own group", () => {
    const more = { "server/full.yaml": "defaults:\n  - site: fb\n  - /db: mysql\n" };
    expect(placesOf("  - server: full\n", [], more)).toEqual([
      "server/site/fb -> server.site",
      "db/mysql -> server.db",
      "server/full -> server",
      "config -> ",
    ]);
  });
});

describe("packages", () => {
  it.each([
    ["  - db@_global_: mysql\n", "db/mysql -> "],
    ["  - db@backup: mysql\n", "db/mysql -> backup"],
    ["  - db@_group_.first: mysql\n", "db/mysql -> db.first"],
    ["  - server/site@_here_: fb\n", "server/site/fb -> "],
    ["  - server/site/fb@x\n", "server/site/fb -> x"],
  ])("%j is placed at %j", (list, place) => {
    expect(placesOf(list)[0]).toBe(place);
  });

  it("a header counts from the root and the list's own package wins", () => {
    const more = { "db/h.yaml": "\n# @package a.b\nx: 1\n" };
    expect(placesOf("  - db: h\n", [], more)[0]).toBe("db/h -> a.b");
    expect(placesOf("  - db@c: h\n", [], more)[0]).toBe("db/h -> c");
  });

  it("a header below the first value is a comment", () => {
    expect(placesOf("  - db: h\n", [], { "db/h.yaml": "x: 1\n# @package a\n" })[0]).toBe("db/h -> db");
  });

  it("two items of one group are told apart by their packages", () => {
    expect(placesOf("  - db@a: mysql\n  - db@b: mysql\n", ["db@b=sqlite"]).slice(0, 2)).toEqual([
      "db/mysql -> a",
      "db/sqlite -> b",
    ]);
    expect(messageOf("  - db@a: mysql\n  - db@b: mysql\n", ["db=sqlite"])).toContain(
      "Could not override 'db'.\nDid you mean to override one of db@a, db@b?",
    );
  });
});

describe("choices", () => {
  it("null takes nothing and can be overridden", () => {
    expect(placesOf("  - db: null\n")).toEqual(["config -> "]);
    expect(placesOf("  - db: null\n", ["db=mysql"])).toEqual(["db/mysql -> db", "config -> "]);
    expect(messageOf("  - db: mysql\n", ["db=null"])).toContain(
      "Config group override must be a string or a list",
    );
  });

  it("an interpolated choice sees the choices of groups after the command line", () => {
    const list = "  - db: sqlite\n  - server: apache\n  - db_server: ${db}_${server}\n";
    expect(placesOf(list, ["db=mysql"])).toContain("db_server/mysql_apache -> db_server");
    expect(messageOf(list)).toContain("Could not find 'db_server/sqlite_apache'");
    expect(messageOf("  - db: ${nope}\n")).toBe("Error resolving interpolation '${nope}'");
  });

  it("a relative interpolation counts from a level below the choices", () => {
    expect(placesOf("  - server: apache\n  - db: mysql\n  - db_server: ${..db}_${..server}\n")).toContain(
      "db_server/mysql_apache -> db_server",
    );
    expect(messageOf("  - db: mysql\n  - db_server: ${.db}\n")).toBe(
      "Error resolving interpolation '${.db}', possible interpolation keys: db",
    );
  });

  it("an option that is no string is refused by the group that takes it, if there is one", () => {
    expect(messageOf("  - db: mysql\n", ["db=[null]"])).toBe("An option in 'db=[null]' is not a string");
    expect(messageOf("  - db: mysql\n", ["+server=[null]"])).toContain("is not a string");
    expect(messageOf("  - db: mysql\n", ["server=[null]"])).toBe(
      "Could not override 'server'. No match in the defaults list.\n" +
        "To append to your default list use +server=[None]",
    );
    expect(messageOf("  - db: mysql\n", ["db@x=[null]"])).toContain("Did you mean to override db?");
  });

  it("an optional item that does not exist is left out and marked in the tree", () => {
    const texts = {
      ...GROUPS,
      "config.yaml": "defaults:\n  - optional db: nope\n  - optional db_server/nope\n",
    };
    expect(messageOf("  - db: nope\n")).toContain("In 'config': Could not find 'db/nope'");
    const { defaultsTrees } = composeTexts({ ...texts, "config.yaml": "defaults:\n  - optional db: nope\n" });
    expect(shape(defaultsTrees.at(-1))).toEqual(["config", ["db/nope deleted"], ["_self_"]]);
  });

  it("a group left at ??? must be given, and names its options", () => {
    const message = messageOf("  - db: ???\n");
    expect(message).toBe("You must specify 'db', e.g, db=<OPTION>\nAvailable options:\n\tmysql\n\tsqlite");
    expect(placesOf("  - db: ???\n", ["db=sqlite"])[0]).toBe("db/sqlite -> db");
    const multirun = composeTexts({ ...GROUPS, "config.yaml": "defaults:\n  - db: ???\n" }, [], {
      mode: "multirun",
    });
    expect(dumpYaml(multirun.job)).toBe("{}\n");
  });

  it("~group takes a group out, ~group=option only with that option", () => {
    expect(placesOf("  - db: mysql\n", ["~db"])).toEqual(["config -> "]);
    expect(placesOf("  - db: mysql\n", ["~db=mysql"])).toEqual(["config -> "]);
    expect(messageOf("  - db: mysql\n", ["~db=sqlite"])).toBe(
      "Could not delete 'db=sqlite'. No match in the defaults list",
    );
  });
});

describe("override items", () => {
  const EXPERIMENT = { "experiment/big.yaml": "# @package _global_\ndefaults:\n  - override /db: sqlite\n" };

  it("change what stands before them, and the command line wins", () => {
    const list = "  - db: mysql\n  - experiment: big\n";
    expect(placesOf(list, [], EXPERIMENT)[0]).toBe("db/sqlite -> db");
    expect(placesOf(list, ["db=mysql"], EXPERIMENT)[0]).toBe("db/mysql -> db");
  });

  it("must come last and must find what they override", () => {
    expect(messageOf("  - override db: mysql\n  - server: apache\n")).toContain(
      "Overrides must be at the end",
    );
    expect(messageOf("  - override db: mysql\n")).toBe(
      "In 'config': Could not override 'db'. No match in the defaults list.",
    );
  });
});

describe("defaults lists that cannot be", () => {
  it.each([
    ["  - _self_\n  - _self_\n", "Duplicate _self_ defined in config"],
    ["  - _self_@x\n", "_self_@PACKAGE is not supported"],
    ["  - [a]\n", "Unsupported type in defaults : list"],
    ["  - 5\n", "Unsupported type in defaults : int"],
    ["  - db: 1.5\n", "Unsupported item value in defaults : float"],
    ["  - {db: mysql, server: apache}\n", "Too many keys in default item"],
    ["  - {}\n", "Missing group name"],
    [
      "  - db: mysql\n  - db: sqlite\n",
      "Multiple values for db. To override a value use 'override db: sqlite'",
    ],
    ["  - db: mysql\n  - db: mysql\n", "db appears more than once in the final defaults list"],
    ["  - db: ['${server}']\n", "interpolation is not supported in options list items"],
  ])("%j: %s", (list, message) => {
    expect(messageOf(list)).toContain(message);
  });

  it("a defaults key must hold a list", () => {
    expect(configError(() => composeTexts({ "config.yaml": "defaults: {a: b}\n" })).message).toContain(
      "defaults must be a list (got mapping)",
    );
  });
});

describe("hydra.searchpath", () => {
  const texts = {
    "config.yaml": "defaults:\n  - db: mysql\nhydra:\n  searchpath: [file:///conf/more]\n",
    "more/db/mysql.yaml": "from: more\n",
    "other/db/mysql.yaml": "from: other\n",
  };

  it("adds folders from the primary config, or from the command line instead", () => {
    expect(dumpYaml(composeTexts(texts).job)).toBe("db:\n  from: more\n");
    const { job, configSources } = composeTexts(texts, ["hydra.searchpath=[file:///conf/other]"]);
    expect(dumpYaml(job)).toBe("db:\n  from: other\n");
    expect(configSources[2]).toEqual({
      path: "/conf/other",
      schema: "file",
      provider: "hydra.searchpath in command-line",
    });
  });

  it("must be a list of strings, and only the primary config may set it", () => {
    expect(configError(() => composeTexts(texts, ["hydra.searchpath=5"])).message).toBe(
      "hydra.searchpath must be a list of strings. Got: 5",
    );
    const nested = { ...texts, "more/db/mysql.yaml": "# @package _global_\nhydra: {searchpath: []}\n" };
    expect(configError(() => composeTexts(nested)).message).toContain(
      "only supported from the primary config",
    );
  });

  it("warns of a folder that is not there", () => {
    const { warnings } = composeTexts(texts, ["hydra.searchpath=[file:///conf/more,pkg://nope]"]);
    expect(warnings).toContain(
      "provider=hydra.searchpath in command-line, path=pkg://nope is not available.",
    );
  });
});

function shape(tree: DefaultsTree | undefined): unknown {
  if (tree === undefined) return undefined;
  const { item, children = [] } = tree;
  const name = choiceName(item) === "_self_" ? "_self_" : configPath(item);
  return [item.deleted === true ? `${name} deleted` : name, ...children.map(shape)];
}
