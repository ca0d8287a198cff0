import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../shared.js";
import { emptyFolder, journalOf, onlyRun } from "./program.js";

const INSTALL_MS = 300_000;

/** @returns the packed tarball; the build is there already. */
function pack(): string {
  const folder = emptyFolder();
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: projectRoot,
    stdio: "pipe",
  });
  return join(folder, readdirSync(folder)[0] ?? "");
}

describe("the package", () => {
  const tarball = pack();

  it.each([
    ["this npm", ["npm"]],
    ["npm 10, which runs install scripts", ["npx", "--yes", "npm@10"]],
  ])(
    "installs with %s from the registry alone and runs from an empty folder",
    (_, [command = "", ...words]) => {
      const prefix = emptyFolder();
      const install = [
        ...words,
        "install",
        "--global",
        "--prefix",
        prefix,
        "--no-audit",
        "--no-fund",
        tarball,
      ];
      const env = { ...process.env, npm_config_onnxruntime_node_install: undefined };
      execFileSync(command, install, { cwd: prefix, env, stdio: "pipe" });

      const cwd = emptyFolder();
      const options = { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } } as const;
      execFileSync(join(prefix, "bin/stm32ai_main"), ["--config-name", "chain_qb_config.yaml"], options);
      const directory = onlyRun(cwd);
      expect(readdirSync(join(directory, "quantized_models"))).toEqual(["quantized_model.tflite"]);
      expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "FINISHED" });
    },
    INSTALL_MS,
  );

  it("has its three public entries and no others", async () => {
    const { exports } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
    expect(Object.keys(exports)).toEqual([".", "./config", "./mlflow", "./package.json"]);
    const config = await import(join(projectRoot, "dist/src/config/index.js"));
    const mlflow = await import(join(projectRoot, "dist/src/tracking/index.js"));
    const chains = await import(join(projectRoot, "dist/src/index.js"));
    expect(config.compose).toBeTypeOf("function");
    expect(mlflow.MlflowClient).toBeTypeOf("function");
    expect(chains.execute).toBeTypeOf("function");
  });

  it("runs a chain from code, as the README shows it", async () => {
    const cwd = emptyFolder();
    const index = JSON.stringify(join(projectRoot, "dist/src/index.js"));
    const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
    const code = /```ts\n(import[\s\S]*?runProgram[\s\S]*?)```/.exec(readme)?.[1] ?? "";
    writeFileSync(join(cwd, "chain.mjs"), code.replace('"stm32ai_main"', index));
    const options = { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } } as const;
    const told = execFileSync(process.execPath, ["chain.mjs"], options);
    expect(told).toMatch(/\n0 \[\n {2}\{\s+label: 'model file',\s+unit: 'KiB',\s+before: 273\.96/);
  });
});
