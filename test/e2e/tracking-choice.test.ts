import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { journalOf, run } from "./program.js";
import { shellFolder } from "./shell-folder.js";

const SHELL = ["--config-name", "shell", "hydra.run.dir=run"];

/** @returns where the run says that it is tracked, and in which experiment. */
function told(cwd: string) {
  const [start] = journalOf(join(cwd, "run"));
  if (start?.type !== "run_started") throw new Error("the run has no start");
  return { uri: start.tracking_uri, experiment: start.project_name };
}

it("takes MLFLOW_TRACKING_URI and MLFLOW_EXPERIMENT_NAME where the configuration says nothing", async () => {
  const cwd = shellFolder();
  const env = { MLFLOW_TRACKING_URI: "./elsewhere", MLFLOW_EXPERIMENT_NAME: "from the environment" };
  expect((await run(SHELL, { cwd, env })).code).toBe(0);
  expect(told(cwd)).toEqual({ uri: join(cwd, "elsewhere"), experiment: "from the environment" });
  expect(existsSync(join(cwd, "elsewhere/0/meta.yaml"))).toBe(true);
});

it("lets the configuration win over the environment", async () => {
  const cwd = shellFolder();
  const env = { MLFLOW_TRACKING_URI: "sqlite:///x.db", MLFLOW_EXPERIMENT_NAME: "other" };
  const words = ["mlflow.uri=file:own%20store", "general.project_name=mine"];
  expect((await run([...SHELL, ...words], { cwd, env })).code).toBe(0);
  expect(told(cwd)).toEqual({ uri: join(cwd, "own store"), experiment: "mine" });
});

it("refuses databases before anything runs, and names both ways out", async () => {
  const cwd = shellFolder();
  const { code, stderr } = await run([...SHELL, "mlflow.uri=sqlite:///mlflow.db"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/mlflow server --backend-store-uri sqlite:…, and set mlflow.uri=http:/);
  expect(stderr).toContain("or set a directory");
  const named = await run(SHELL, { cwd, env: { MLFLOW_TRACKING_URI: "postgresql://me:hush@db/mlflow" } });
  expect(named.stderr).toMatch(/MLFLOW_TRACKING_URI is a database address/);
  expect(named.stderr).not.toContain("hush");
  expect(existsSync(join(cwd, "run"))).toBe(false);
});

it("tells MLflow nothing with mlflow.enabled=false, until sync is told where to", async () => {
  const cwd = shellFolder();
  const { code, stdout, stderr } = await run([...SHELL, "mlflow.enabled=False"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toMatch(/mlflow/i);
  expect(existsSync(join(cwd, "experiments_outputs"))).toBe(false);
  expect(told(cwd).uri).toBeUndefined();
  const nowhere = await run(["sync", "run"], { cwd });
  expect(nowhere).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("stm32ai_main sync run --to URI"),
  });
  expect(await run(["sync", "run", "--to", "store"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(cwd, "store/0/meta.yaml"))).toBe(true);
});

it("refuses to sync what is no run and no store", async () => {
  const cwd = shellFolder();
  expect((await run(["sync", "services"], { cwd })).stderr).toContain("holds no run and is no MLflow store");
  expect((await run(["sync", "gone"], { cwd })).stderr).toContain("There is no folder gone.");
  await run([...SHELL, "mlflow.uri=store"], { cwd });
  expect((await run(["sync", "store"], { cwd })).stderr).toContain("sync store --to URI");
});
