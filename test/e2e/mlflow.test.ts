import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  byKey,
  hasMlflow,
  type MlflowServer,
  mlflowServer,
  needsMlflow,
  storedRuns,
} from "../tracking/mlflow-server.js";
import { emptyFolder, eventually, onlyRun, run, start } from "./program.js";

const ALL_STAGES = ["--config-name", "chain_eqeb_config.yaml"];

describe.skipIf(!hasMlflow)(`a chain logged to a real MLflow server (${needsMlflow})`, () => {
  const cwd = emptyFolder();
  let server: MlflowServer;
  beforeAll(async () => {
    const place = join(cwd, "server");
    const store = [
      "--backend-store-uri",
      `sqlite:///${place}.db`,
      "--artifacts-destination",
      `${place}-artifacts`,
    ];
    server = await mlflowServer([...store, "--serve-artifacts"], cwd);
    await server.start();
  });
  afterAll(() => server.kill());

  it("holds the parameters, metrics, note and final status", async () => {
    const folder = emptyFolder();
    const { code, stderr } = await run([...ALL_STAGES, `mlflow.uri=${server.url}`], { cwd: folder });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [stored, other] = await storedRuns(server.url, "pose_sample");
    expect(other).toBeUndefined();
    expect(stored?.info).toMatchObject({ status: "FINISHED", run_name: onlyRun(folder).split("/").at(-1) });
    expect(byKey(stored?.data.params ?? [])).toMatchObject({
      operation_mode: "chain_eqeb",
      config_name: "chain_eqeb_config.yaml",
      target: "STM32H747I-DISCO",
    });
    expect(Object.keys(byKey(stored?.data.metrics ?? []))).toEqual(
      expect.arrayContaining(["float_OKS", "quantized_OKS", "Flash weights KiB", "MACCs M"]),
    );
    expect(byKey(stored?.data.tags ?? [])["mlflow.note.content"]).toContain("| mean OKS |");
  });

  it("does not hold a run up when it is down, and gets everything later, once", async () => {
    const folder = emptyFolder();
    await server.kill();
    const args = [
      "--config-name",
      "benchmarking_config.yaml",
      "general.project_name=late",
      `mlflow.uri=${server.url}`,
    ];
    const { code, stdout } = await run(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("stm32ai_main sync");
    await server.start();
    for (const _ of [1, 2]) expect((await run(["sync", onlyRun(folder)], { cwd: folder })).code).toBe(0);
    const stored = await storedRuns(server.url, "late");
    expect(stored.map(({ info }) => info.status)).toEqual(["FINISHED"]);
  });
});

describe.skipIf(!hasMlflow)(`stm32ai_main ui (${needsMlflow})`, () => {
  it("opens the real MLflow on the local store, and ends it with Ctrl-C", async () => {
    const cwd = emptyFolder();
    await run(["--config-name", "benchmarking_config.yaml"], { cwd });
    const path = `${process.env.MLFLOW_BIN?.replace(/\/[^/]*$/, "") ?? ""}:${process.env.PATH}`;
    const [child, ended] = start(["ui"], { cwd, env: { PATH: path } });
    let told = "";
    child.stdout?.on("data", (data) => {
      told += data;
    });
    const url = await eventually("the address is told", () => /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0]);
    await untilHealthy(url);
    const [stored] = await storedRuns(url, "pose_sample");
    expect(stored?.info.status).toBe("FINISHED");
    expect(stored?.info.run_name).toBe(
      readdirSync(join(cwd, "experiments_outputs")).find((name) => name !== "mlruns"),
    );
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });
});

async function untilHealthy(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${url}/health`).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`MLflow did not start at ${url}`);
}
