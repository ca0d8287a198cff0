import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openRepository } from "../../../src/config/compose.js";
import type { ConfigFiles } from "../../../src/config/composition.js";
import { mapNode } from "../../../src/config/nodes/create.js";
import { resolveAt } from "../../../src/config/nodes/interpolation/resolve.js";
import { toPlain } from "../../../src/config/nodes/to-plain.js";
import { resolveContext } from "../../../src/config/resolve-context.js";
import { dumpYaml } from "../../../src/config/yaml/dump.js";
import { hasShared, shared } from "../../shared.js";
import { composeTexts, configError } from "../memory-files.js";

const PLAIN = { "config.yaml": "a: 1\n" };

function hydraOf(overrides: string[], texts: Readonly<Record<string, string>> = PLAIN, options = {}) {
  return toPlain(composeTexts(texts, overrides, options).hydra);
}

describe("what Hydra writes into its node", () => {
  it("is the job's name, config, overrides and where they came from", () => {
    expect(hydraOf(["a=2", "hydra.verbose=true"], PLAIN, { jobName: "demo" })).toMatchObject({
      job: { name: "demo", config_name: "config", override_dirname: "a=2" },
      overrides: { hydra: ["hydra.verbose=true"], task: ["a=2"] },
      runtime: { version_base: "1.3", cwd: "/conf", output_dir: "???" },
      verbose: true,
    });
  });

  it("goes behind the overrides that a config or an override puts there", () => {
    const texts = { "config.yaml": "a: 1\nhydra: {overrides: {hydra: [hydra.verbose=true]}}\n" };
    const composition = composeTexts(texts, ["hydra.overrides.task=[b]", "a=2"]);
    expect(composition.taskOverrides).toEqual(["b", "a=2"]);
    expect(composition.hydraOverrides).toEqual(["hydra.verbose=true", "hydra.overrides.task=[b]"]);
    expect(composition.overrideDirname).toBe("a=2");
  });

  it("leaves a name that a config or an override gives", () => {
    expect(hydraOf(["hydra.job.name=mine"])).toMatchObject({ job: { name: "mine" } });
  });

  it("lists the choices of all groups", () => {
    const { config } = composeTexts({ ...PLAIN, "db/a.yaml": "x: 1\n" }, ["+db=a"]);
    const choices = toPlain(resolveAt(config, "hydra.runtime.choices", resolveContext()) ?? mapNode([]));
    expect(choices).toMatchObject({ db: "a", "hydra/launcher": "basic", "hydra/callbacks": null });
  });

  it("copies the variables that env_copy names, and refuses one that is not set", () => {
    const env = { TOKEN: "t" };
    expect(hydraOf(["hydra.job.env_copy=[TOKEN]"], PLAIN, { env })).toMatchObject({
      job: { env_set: { TOKEN: "t" } },
    });
    expect(configError(() => hydraOf(["hydra.job.env_copy=[NOPE]"])).kind).toBe("validation");
  });
});

describe("override_dirname", () => {
  it("sorts, joins and leaves out as its config says", () => {
    const style = "hydra.job.config.override_dirname";
    const { overrideDirname } = composeTexts({ "config.yaml": "b: 1\na: 1\nseed: 1\n" }, [
      "b=2",
      "a=3",
      "seed=4",
      `${style}.kv_sep=-`,
      `${style}.item_sep=+`,
      `${style}.exclude_keys=[seed]`,
    ]);
    expect(overrideDirname).toBe("a-3+b-2");
  });

  it("sorts by characters, not by UTF-16 units", () => {
    const { overrideDirname } = composeTexts(PLAIN, ["+x='\u{1f600}'", "+x2='\uff00'", "+x1=1"]);
    expect(overrideDirname).toBe("+x1=1,+x2='\uff00',+x='\u{1f600}'");
  });
});

describe("the types of the hydra node", () => {
  it("convert what can be read as the type", () => {
    const overrides = [
      "hydra.job.num='5'",
      "hydra.job.chdir=on",
      "hydra.job.name=1.5",
      "hydra.mode=RunMode.RUN",
    ];
    expect(hydraOf(overrides)).toMatchObject({ job: { num: 5, chdir: true, name: "1.5" }, mode: "RUN" });
  });

  it.each([
    ["hydra.job.num=a", "could not be converted to Integer"],
    ["hydra.job.num=1.5", "could not be converted to Integer"],
    ["hydra.job.chdir=maybe", "is not a valid bool"],
    ["hydra.job.name=null", "Incompatible value 'None'"],
    ["hydra.mode=multi", "expected one of [RUN, MULTIRUN]"],
    ["hydra.run=null", "field 'hydra.run' is not Optional"],
    ["hydra.job.env_copy=a", "must be a list"],
    ["hydra.job.env_copy=[null]", "Incompatible value 'None'"],
    ["hydra.sweeper.max_batch_size=x", "could not be converted to Integer"],
  ])("%s is refused", (override, message) => {
    const error = configError(() => hydraOf([override]));
    expect(error.kind).toBe("validation");
    expect(error.message).toContain(message);
  });

  it("let a list into a mapping of text from a file, as OmegaConf's merge does, but not from an override", () => {
    const texts = { "config.yaml": "hydra: {sweeper: {params: {a: [1, 2]}}}\n" };
    expect(hydraOf([], texts)).toMatchObject({ sweeper: { params: { a: [1, 2] } } });
    expect(configError(() => hydraOf(["+hydra.job.env_set.A=[1]"])).message).toContain(
      "Cannot convert 'list'",
    );
  });

  it("let a list into a new list of text, but not in the place of a text", () => {
    const keys = "hydra.job.config.override_dirname.exclude_keys";
    const excluded = { job: { config: { override_dirname: { exclude_keys: [["a"], {}, "3"] } } } };
    expect(hydraOf([`${keys}=[[a],{},3]`])).toMatchObject(excluded);
    expect(hydraOf([`${keys}=[[],{},3]`, `${keys}.0=[a]`])).toMatchObject(excluded);
    expect(configError(() => hydraOf([`${keys}=[x]`, `${keys}.0=[a]`])).message).toContain(
      "Cannot convert 'list'",
    );
  });

  it("refuse a key that they do not name, with the config that has it", () => {
    const error = configError(() => hydraOf([], { "config.yaml": "hydra:\n  job:\n    nmae: x\n" }));
    expect(error.message).toContain("In 'config': Key 'nmae' not in 'JobConf'");
    expect(error.origin).toEqual({ type: "file", path: "/conf/config.yaml", line: 3, column: 11 });
    expect(configError(() => hydraOf(["hydra.foo=1"])).message).toContain("Could not override 'hydra.foo'");
  });

  it("let a key in that is added by +", () => {
    expect(hydraOf(["+hydra.foo=1", "hydra.foo=2"])).toMatchObject({ foo: 2 });
  });

  it("do not bind another launcher than the basic one", () => {
    const texts = { "config.yaml": "defaults: [{override hydra/launcher: x}]\nhydra: {launcher: {n: 1}}\n" };
    expect(hydraOf([], { ...texts, "hydra/launcher/x.yaml": "m: 2\n" })).toMatchObject({
      launcher: { m: 2, n: 1 },
    });
    expect(
      configError(() => hydraOf([], { "config.yaml": "hydra: {launcher: {n: 1}}\n" })).message,
    ).toContain("Key 'n' not in 'BasicLauncherConf'");
  });
});

describe("${hydra:…}", () => {
  it("reads the hydra node, with its interpolations resolved", () => {
    const { config, job } = composeTexts({ "config.yaml": "a: ${hydra:help.app_name}\n" }, [], {
      jobName: "demo",
    });
    expect(toPlain(resolveAt(job, "a", resolveContext({ config })) ?? mapNode([]))).toBe("demo");
  });
});

describe.skipIf(!hasShared)("Hydra's own configs against the vectors (needs ../shared)", () => {
  const golden = hasShared
    ? JSON.parse(readFileSync(shared("golden", "hydra", "hydra_defaults.json"), "utf8"))
    : {};
  const at = (cwd: string) => ({
    cwd,
    jobName: "my_app",
    searchPath: [{ provider: "main", path: `file://${cwd}` }],
  });
  const files: ConfigFiles = { read: () => undefined, kind: () => "folder", list: () => [] };

  it("the node is the same, byte for byte", () => {
    const { config } = composeTexts({}, [], { ...at("<CWD>"), files, configName: null });
    const hydra = config.entries.get("hydra")?.value ?? mapNode([]);
    expect(dumpYaml(mapNode([["hydra", hydra]]))).toBe(golden.hydra_yaml);
  });

  it("the groups have the same options", () => {
    const repo = openRepository({ searchPath: [], configName: null, overrides: [] });
    const groups = Object.keys(golden.config_groups);
    expect(Object.fromEntries(groups.map((group) => [group, repo.options(group)]))).toEqual(
      golden.config_groups,
    );
    expect(repo.groups("hydra")).toEqual(
      groups.filter((g) => g !== "hydra").map((g) => g.slice("hydra/".length)),
    );
  });

  it("each option gives the same content", () => {
    for (const [choice, wanted] of Object.entries<object | null>(golden.group_options)) {
      const [group = "", option = ""] = choice.split("=");
      if (wanted !== null && "$error" in wanted) {
        expect(configError(() => composeTexts({}, [`+${group}=${option}`], { configName: null })).kind).toBe(
          "composition",
        );
        continue;
      }
      const { hydra } = composeTexts({}, [`${group}=${option}`], { configName: null });
      const key = group.slice("hydra/".length);
      expect({ [key]: toPlain(hydra) }).toMatchObject({ [key]: wanted === null ? {} : { [key]: wanted } });
    }
  });
});
