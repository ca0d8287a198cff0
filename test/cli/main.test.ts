import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { openConfigs } from "../../src/cli/config/open-configs.js";
import { main } from "../../src/cli/main.js";
import { perform } from "../../src/cli/perform.js";
import { showInfo } from "../../src/config/app/show/show-info.js";
import { explainYaml } from "../../src/config/origins/explain-yaml.js";
import { listOrigins } from "../../src/config/origins/list-origins.js";
import { printOrigins } from "../../src/config/origins/print-origins.js";
import { dumpYaml } from "../../src/config/yaml/dump.js";

const cwd = mkdtempSync(join(tmpdir(), "cli-"));
writeFileSync(
  join(cwd, "small.yaml"),
  "operation_mode: quantization\ngeneral:\n  model_path: ${oc.env:HOME}/m.onnx\n",
);
writeFileSync(join(cwd, "services.yaml"), "services_path: ./nowhere\n");
const SMALL = ["--config-name", "small"];

async function tell(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const world = { argv, cwd, env: { HOME: "/home/me" }, ...streams };
  const show = (text: string) => void world.stdout.write(text);
  const code = await main(world, { show, perform: async () => perform });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { code, stdout: text(streams.stdout), stderr: text(streams.stderr) };
}

const configs = openConfigs(new Map([["config-name", "small"]]), { cwd, env: {} });
const places = { cwd, defaultsFile: configs.defaultsFile };

describe("--cfg", () => {
  it("prints the composed configuration", async () => {
    const { code, stdout } = await tell(...SMALL, "--cfg", "job", "dataset.seed=7");
    expect(code).toBe(0);
    expect(stdout).toBe(dumpYaml(configs.compose(["dataset.seed=7"]).job));
    expect(stdout).toContain("seed: 7");
  });

  it("resolves it, or a part of it", async () => {
    const { stdout } = await tell(...SMALL, "--cfg", "job", "--resolve", "-p", "general.model_path");
    expect(stdout).toBe("/home/me/m.onnx\n");
  });

  it("says with --explain where each value was written", async () => {
    const { stdout } = await tell(...SMALL, "--cfg", "job", "--explain", "dataset.seed=7");
    expect(stdout).toBe(explainYaml(configs.compose(["dataset.seed=7"]).job, places));
    expect(stdout).toMatch(/seed: 7 +# override, was 123/);
  });

  it("fails for a package that there is not", async () => {
    const { code, stderr } = await tell(...SMALL, "--cfg", "job", "-p", "nope");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "package 'nope' not found in config\n" });
  });
});

describe("--info", () => {
  it.each(["all", "config", "defaults", "defaults-tree", "plugins", "searchpath"] as const)(
    "prints %s as Hydra does",
    async (kind) => {
      const lines: string[] = [];
      showInfo(
        kind,
        () => configs.compose([]),
        (text) => void lines.push(`${text}\n`),
      );
      expect((await tell(...SMALL, "--info", kind)).stdout).toBe(lines.join(""));
    },
  );

  it("prints the origins of all values, or of a key's", async () => {
    const { job, config } = configs.compose(["dataset.seed=7"]);
    const all = await tell(...SMALL, "--info", "origins", "dataset.seed=7");
    expect(all.stdout).toBe(printOrigins(listOrigins(job, "", places)));
    const some = await tell(...SMALL, "--info", "origins", "dataset", "dataset.seed=7");
    expect(some.stdout).toBe(printOrigins(listOrigins(job, "dataset", places)));
    const hydra = await tell(...SMALL, "--info", "origins", "hydra.run", "dataset.seed=7");
    expect(hydra.stdout).toBe(printOrigins(listOrigins(config, "hydra.run", places)));
  });

  it("refuses two keys", async () => {
    expect(await tell(...SMALL, "--info", "origins", "a", "b")).toMatchObject({ code: 2 });
  });
});

describe("the other ways to be shown something", () => {
  it("--hydra-help reads no configuration and lists all flags", async () => {
    const { code, stdout } = await tell("--hydra-help", "--config-name", "nope");
    expect(code).toBe(0);
    for (const text of ["--multirun,-m", "--explain", "hydra/job_logging: default"])
      expect(stdout).toContain(text);
  });

  it("--help comes without a configuration, too", async () => {
    const { code, stdout } = await tell("--help", "--config-name", "nope");
    expect(code).toBe(0);
    for (const text of ["-m, --multirun", "ui [store]"]) expect(stdout).toContain(text);
  });

  it("--schema loads the services of a configuration that is named", async () => {
    const { code, stderr } = await tell("--schema", "--config-name", "services");
    expect(code).toBe(1);
    expect(stderr).toContain("nowhere");
  });

  it("--shell-completion says nothing of a configuration that is not there", async () => {
    const words = ["--shell-completion", "query=bash", "--config-name", "nope"];
    expect(await tell(...words)).toEqual({ code: 0, stdout: "\n", stderr: "" });
  });
});

describe("flags that do not go together", () => {
  it.each([
    [["--explain"], "--explain flag"],
    [["--dry-run", "-m"], "--dry-run"],
    [["--cfg", "job", "-m"], "Only one of"],
  ])("%j is refused", async (argv, text) => {
    const { code, stderr } = await tell(...argv);
    expect(code).toBe(1);
    expect(stderr).toContain(text);
  });
});

describe("commands that are asked for what they cannot do", () => {
  it.each([
    [["ui", "sqlite:///x.db"], 1, "The store is a database address (sqlite:)"],
    [["ui", "http://"], 1, "The store is not a valid address"],
    [["ui", "--port", "70000"], 2, "--port takes a whole number from 1 to 65535, not '70000'"],
    [["ui", "--port", "abc"], 2, "--port takes a whole number from 1 to 65535, not 'abc'"],
    [["ui", "--port", "65535"], 1, "MLflow is not installed"],
    [["sync", ".", "--to", "s3://bucket"], 1, '--to starts with "s3:"'],
  ])("%j says why, and shows no stack", async (argv, code, text) => {
    const told = await tell(...argv);
    expect(told.stderr).toContain(text);
    expect(told.stderr).not.toMatch(/This is a bug|^ {4}at /m);
    expect(told.code).toBe(code);
  });
});
