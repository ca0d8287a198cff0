/** What the built program shows in Hydra's way, and its completion in a real shell. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openConfigs } from "../../src/cli/config/open-configs.js";
import { INFO_KINDS } from "../../src/config/app/flags/hydra-flags.js";
import { showConfig } from "../../src/config/app/show/show-config.js";
import { showInfo } from "../../src/config/app/show/show-info.js";
import { emptyFolder, examples, program, run } from "./program.js";

const EXAMPLE = ["--config-path", examples, "--config-name", "chain_qb_config"];
const OVERRIDES = ["quantization=tflite_per_tensor", "dataset.seed=7", "hydra.job.name=mine"];

describe("what the built program shows", () => {
  const cwd = emptyFolder();
  const { env } = process;
  const named = [
    ["config-path", examples],
    ["config-name", "chain_qb_config"],
  ] as const;
  const configs = openConfigs(new Map(named), { cwd, env });
  const shown = async (...words: string[]) => {
    const { code, stdout, stderr } = await run([...EXAMPLE, ...OVERRIDES, ...words], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  it.each(["job", "hydra", "all"] as const)("--cfg %s is the composed configuration", async (part) => {
    const { config } = configs.compose(OVERRIDES);
    expect(await shown("--cfg", part)).toBe(showConfig(config, { part }, configs.context(config)));
  });

  it("--resolve and --package show the values of a part", async () => {
    expect(await shown("--cfg", "job", "--resolve", "--package", "general.model_path")).toBe(
      `${join(examples, "sample/pose_sample.h5")}\n`,
    );
    expect(await shown("--cfg", "hydra", "-p", "hydra.job.name")).toBe("mine\n");
  });

  it.each(INFO_KINDS)("--info %s tells how it came about", async (kind) => {
    const lines: string[] = [];
    showInfo(
      kind,
      () => configs.compose(OVERRIDES),
      (text) => void lines.push(`${text}\n`),
    );
    expect(await shown("--info", kind)).toBe(lines.join(""));
  });

  it("--info origins tells where a value was written and what it hid", async () => {
    const [first, second = ""] = (await shown("--info", "origins", "dataset.seed")).split("\n");
    expect(first).toMatch(/^dataset\.seed +7 +override dataset\.seed=7$/);
    expect(second.trim()).toMatch(/^was 123 .*chain_qb_config\.yaml:\d+:\d+$/);
  });

  it("--cfg job --explain is the same YAML with comments", async () => {
    const plain = await shown("--cfg", "job");
    const explained = await shown("--cfg", "job", "--explain");
    expect(explained.replaceAll(/ +# .*$/gm, "")).toBe(plain);
    expect(explained).toMatch(/^ {2}seed: 7 +# override, was 123/m);
  });

  it("--schema is the one that the examples name", async () => {
    const { stdout } = await run(["--schema"], { cwd });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(examples, "schema.json"), "utf8")));
  });

  it("shows while nothing is run", async () => {
    await shown("--cfg", "job");
    expect(execFileSync("ls", ["-A", cwd], { encoding: "utf8" })).toBe("");
  });
});

const hasBash = spawnSync("bash", ["--version"]).status === 0;

describe.skipIf(!hasBash)("completion in bash (needs the package bash)", () => {
  const cwd = emptyFolder();
  const bin = join(cwd, "bin");
  beforeAll(() => {
    mkdirSync(bin);
    symlinkSync(program, join(bin, "stm32ai_main"));
    mkdirSync(join(cwd, "mode"));
    writeFileSync(join(cwd, "user_config.yaml"), "defaults: [{mode: fast}]\nspecial: { depth: 3 }\n");
    for (const name of ["fast", "faithful"]) writeFileSync(join(cwd, "mode", `${name}.yaml`), "{}\n");
  });

  /** @returns what a press of Tab offers behind the last of the words. */
  function offered(...words: string[]): string[] {
    const line = ["stm32ai_main", ...words].join(" ");
    const script = `eval "$(stm32ai_main --shell-completion install=bash)"
COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(stm32ai_main ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_complete_stm32ai_main stm32ai_main "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    return execFileSync("bash", ["-c", script], { cwd, env, encoding: "utf8" }).trim().split("\n");
  }

  it("offers keys of the user's configuration and of the defaults below it", () => {
    expect(offered("special.d")).toEqual(["special.depth="]);
    expect(offered("mlflow.u")).toEqual(["mlflow.uri="]);
  });

  it("offers groups and their options", () => {
    expect(offered("mode=f").map((word) => word.replace(/^mode=/, ""))).toEqual(["faithful", "fast"]);
  });

  it("follows the flags on the line", () => {
    const line = ["--config-path", examples, "--config-name", "chain_qb_config", "quantization.gran"];
    expect(offered(...line)).toEqual(["quantization.granularity="]);
  });

  it("offers nothing for a configuration that is not there", () => {
    expect(offered("--config-name", "nope", "a")).toEqual([""]);
  });

  it("is forgotten again", () => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const script =
      'eval "$(stm32ai_main -sc install=bash)"; eval "$(stm32ai_main -sc uninstall=bash)"; complete -p stm32ai_main 2>&1; true';
    expect(execFileSync("bash", ["-c", script], { cwd, env, encoding: "utf8" })).toContain("no completion");
  });
});
