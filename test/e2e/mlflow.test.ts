import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  byKey,
  hasMlflow,
  type MlflowServer,
  mlflowServer,
  needsMlflow,
  storedFiles,
  storedPoints,
  storedRuns,
} from "../tracking/mlflow-server.js";
import { emptyFolder, eventually, onlyRun, run, start } from "./program.js";
import { shellFolder } from "./shell-folder.js";

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

  it("does not hold a sweep up when it is down, and gets all of it later, once", async () => {
    const folder = shellFolder();
    await server.kill();
    const words = ["general.project_name=late", `mlflow.uri=${server.url}`, "mlflow.patience=1"];
    const args = ["--config-name", "shell", "-m", "shell.seconds=0,0.01", ...words];
    const { code, stdout } = await run(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stdout.match(/stm32ai_main sync .*/g)).toEqual(["stm32ai_main sync out"]);
    await server.start();
    const sync = () => run(["sync", "out"], { cwd: folder });
    expect((await sync()).code).toBe(0);
    expect((await sync()).stdout).toMatch(/^(out[^:]*: MLflow has everything\n){3}$/);
    const stored = await storedRuns(server.url, "late");
    const parent = stored.find((each) => !("mlflow.parentRunId" in byKey(each.data.tags)));
    const children = stored.filter((each) => each !== parent);
    expect(children.map(({ info }) => [info.run_name, info.status]).sort()).toEqual([
      ["0 seconds=0", "FINISHED"],
      ["1 seconds=0.01", "FINISHED"],
    ]);
    for (const { data } of children) expect(byKey(data.tags)["mlflow.parentRunId"]).toBe(parent?.info.run_id);
    expect(parent?.info).toMatchObject({ run_name: "out", status: "FINISHED" });
    expect(byKey(parent?.data.params ?? [])).toMatchObject({ "shell.seconds": "0,0.01", jobs: "2" });
    expect(await storedPoints(server.url, parent?.info.run_id ?? "", "jobs_finished")).toEqual([1, 2]);
  });

  it("gets a local store copied, nothing twice, children below the copy of their parent", async () => {
    const folder = shellFolder();
    const words = ["general.project_name=copied", "mlflow.uri=store", "shell.seconds=0,0.01"];
    await run(["--config-name", "shell", "-m", ...words], { cwd: folder });
    const sync = () => run(["sync", "store", "--to", server.url], { cwd: folder });
    expect(await sync()).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Copied 3 runs/),
    });
    expect((await sync()).stdout).toMatch(/^Copied 0 runs .*had 3 already/);
    rmSync(join(folder, "store/.stm32ai_sync.trash"), { recursive: true });
    expect((await sync()).stdout).toMatch(/^Copied 3 runs/);
    const stored = await storedRuns(server.url, "copied");
    const parent = stored.find((each) => !("mlflow.parentRunId" in byKey(each.data.tags)));
    const children = stored.filter((each) => each !== parent);
    expect(children.map(({ data }) => byKey(data.tags)["mlflow.parentRunId"])).toEqual(
      Array(2).fill(parent?.info.run_id),
    );
    expect(stored.map(({ info }) => info.status)).toEqual(["FINISHED", "FINISHED", "FINISHED"]);
    const id = parent?.info.run_id ?? "";
    expect(byKey(parent?.data.tags ?? [])["stm32ai.source_run_id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(await storedPoints(server.url, id, "jobs_finished")).toEqual([1, 2]);
    expect(await storedFiles(server.url, id, "out")).toEqual([
      "out/multirun.yaml",
      "out/run.jsonl",
      "out/sweep.csv",
    ]);
  });

  it("shows a run that was killed as KILLED after the next start, its files included", async () => {
    const folder = shellFolder();
    const words = ["general.project_name=killed", `mlflow.uri=${server.url}`];
    const args = ["--config-name", "shell", ...words];
    const [child, ended] = start([...args, "shell.seconds=4242", "hydra.run.dir=runs/a"], { cwd: folder });
    await untilStored(server.url, "killed", "RUNNING");
    child.kill("SIGKILL");
    await ended;
    const next = await run([...args, "hydra.run.dir=runs/b"], { cwd: folder });
    expect(next).toMatchObject({ code: 0, stderr: "runs/a was killed: its end is noted now.\n" });
    const stored = await storedRuns(server.url, "killed", "a");
    expect(stored.map(({ info }) => info.status)).toEqual(["KILLED"]);
    expect(await storedFiles(server.url, stored[0]?.info.run_id ?? "", "a")).toContain("a/run.jsonl");
  });
});

/** Waits for a run of the experiment with this status. */
async function untilStored(url: string, experiment: string, status: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const runs = await storedRuns(url, experiment).catch(() => []);
    if (runs.some(({ info }) => info.status === status)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no run of ${experiment} is ${status}`);
}

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
