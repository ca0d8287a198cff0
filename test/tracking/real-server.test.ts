import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Delivery, deliver } from "../../src/tracking/delivery/delivery.js";
import { MlflowClient } from "../../src/tracking/rest/mlflow-client.js";
import { DEFAULT_RETRY } from "../../src/tracking/retry.js";
import {
  byKey,
  deleteExperiment,
  hasMlflow,
  type MlflowServer,
  mlflowServer,
  needsMlflow,
  storedFiles,
  storedPoints,
  storedRuns,
} from "./mlflow-server.js";
import {
  metric,
  param,
  runFinished,
  runStarted,
  START_TIME,
  TestJournal,
  temporaryFolder,
} from "./run-directory.js";

describe.skipIf(!hasMlflow)(`a real MLflow server on sqlite (${needsMlflow})`, () => {
  let folder: string;
  let server: MlflowServer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const backend = `sqlite:///${join(folder, "mlflow.db")}`;
    server = await mlflowServer(
      ["--backend-store-uri", backend, "--artifacts-destination", join(folder, "artifacts")],
      folder,
    );
    await server.start();
  });

  afterAll(async () => {
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const target = () => ({ kind: "server" as const, url: server.url });
  const newJournal = (name: string) => new TestJournal(join(folder, "runs", name));

  it("takes more batches at once than it has connections to its database", async () => {
    const once = { ...DEFAULT_RETRY, maxRepeats: 0 };
    const first = new MlflowClient(target(), { retry: once });
    const experimentId = await first.ensureExperiment("crowd");
    const clients = Array.from({ length: 40 }, () => new MlflowClient(target(), { retry: once }));
    const batch = {
      params: [{ key: "a", value: "1" }],
      metrics: [{ key: "m", value: 1, timestamp: START_TIME, step: 0 }],
    };
    const runs: string[] = [];
    for (const index of clients.keys())
      runs.push((await first.createRun({ experimentId, name: `${index}`, startTime: START_TIME })).runId);

    await Promise.all(clients.map((client, index) => client.logBatch(runs[index] ?? "", batch)));

    const stored = await storedRuns(server.url, "crowd");
    expect(stored.map(({ data }) => byKey(data.params))).toEqual(runs.map(() => ({ a: "1" })));
    await Promise.all([first, ...clients].map((client) => client.close()));
  });

  it("holds all of a finished run: parameters, metrics, tags, note, files and status", async () => {
    const journal = newJournal("whole");
    await journal.append(
      runStarted({ run_id: "whole", name: "whole" }),
      param("operation_mode", "chain_qb"),
      param("splits[0]", "0.4"),
      param("long", "x".repeat(7000)),
      metric("quantized_OKS", 55.91),
      metric("Internal Flash usage", 1310.5),
      metric("odd", "NaN"),
      metric("huge", "Infinity"),
      { type: "note", markdown: "# before | after" },
      runFinished("FAILED"),
    );
    await journal.file("quantized_models/quantized model é.onnx", Buffer.alloc(3_000_000, 7));
    await journal.file(".hydra/config.yaml", "operation_mode: chain_qb\n");
    await journal.file("odd#name%41.txt", "odd");
    await journal.file("empty.txt", "");

    const report = await deliver({ runDirectory: journal.runDirectory, target: target(), timeoutMs: 60_000 });

    expect(report).toMatchObject({
      complete: true,
      delivered: { params: 3, metrics: 4, tags: 1, artifacts: 5 },
    });
    const [run] = await storedRuns(server.url, "pose_estimation", "whole");
    expect(run?.info).toMatchObject({
      status: "FAILED",
      start_time: START_TIME + 1,
      end_time: START_TIME + 10,
      user_id: "ana",
    });
    expect(report.place).toBe(
      `${server.url}/#/experiments/${run?.info.experiment_id}/runs/${run?.info.run_id}`,
    );
    expect(byKey(run?.data.params ?? [])).toEqual({
      operation_mode: "chain_qb",
      "splits.0": "0.4",
      long: "x".repeat(6000),
    });
    expect(byKey(run?.data.metrics ?? [])).toEqual({
      quantized_OKS: 55.91,
      "Internal Flash usage": 1310.5,
      odd: "NaN",
      huge: Number.MAX_VALUE,
    });
    expect(byKey(run?.data.tags ?? [])).toMatchObject({
      "mlflow.user": "ana",
      "mlflow.source.name": "stm32ai_main",
      "mlflow.source.type": "LOCAL",
      "mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567",
      "mlflow.note.content": "# before | after",
    });
    expect(await storedFiles(server.url, run?.info.run_id ?? "", "whole")).toEqual(
      [".hydra", "empty.txt", "odd_23name_2541.txt", "quantized_models", "run.jsonl"].map(
        (name) => `whole/${name}`,
      ),
    );
    const model = encodeURIComponent("whole/quantized_models/quantized model é.onnx");
    const bytes = await fetch(`${server.url}/get-artifact?run_id=${run?.info.run_id}&path=${model}`);
    expect((await bytes.arrayBuffer()).byteLength).toBe(3_000_000);
  });

  it("gets nothing twice when a run directory is delivered again, its cursor lost", async () => {
    const journal = newJournal("again");
    await journal.append(
      runStarted({ run_id: "again", name: "again" }),
      metric("loss", 1),
      metric("loss", 0.5, 1),
      runFinished(),
    );
    const options = { runDirectory: journal.runDirectory, target: target(), timeoutMs: 60_000 };
    await deliver(options);
    await rm(join(journal.runDirectory, ".tracking.json"));

    expect(await deliver(options)).toMatchObject({ complete: true });

    const runs = await storedRuns(server.url, "pose_estimation", "again");
    expect(runs).toHaveLength(1);
    expect(await storedPoints(server.url, runs[0]?.info.run_id ?? "", "loss")).toHaveLength(2);
  });

  it("has one experiment after many clients asked for it at once", async () => {
    const clients = Array.from({ length: 6 }, () => new MlflowClient(target()));
    const ids = await Promise.all(clients.map((client) => client.ensureExperiment("race")));
    await Promise.all(clients.map((client) => client.close()));
    expect(new Set(ids).size).toBe(1);
  });

  it("says that an experiment was deleted", async () => {
    const client = new MlflowClient(target());
    const id = await client.ensureExperiment("tombstone");
    await deleteExperiment(server.url, id);
    await expect(client.ensureExperiment("tombstone")).rejects.toThrow(
      /was deleted on .* restore --experiment-id/,
    );
    await client.close();
  });

  it("keeps the first value of a parameter and everything else of its batch", async () => {
    const journal = newJournal("conflict");
    const metrics = Array.from({ length: 30 }, (_, step) => metric("loss", step, step));
    await journal.append(
      runStarted({ run_id: "conflict", name: "conflict" }),
      param("seed", "1"),
      param("seed", "2"),
      ...metrics,
      runFinished(),
    );

    const report = await deliver({ runDirectory: journal.runDirectory, target: target(), timeoutMs: 60_000 });

    expect(report.warnings.join()).toContain('param "seed" was not stored');
    const [run] = await storedRuns(server.url, "pose_estimation", "conflict");
    expect(byKey(run?.data.params ?? [])).toEqual({ seed: "1" });
    expect(await storedPoints(server.url, run?.info.run_id ?? "", "loss")).toHaveLength(30);
  });

  it("has every number once after it was killed in the middle of a run and started again", {
    timeout: 300_000,
  }, async () => {
    const journal = newJournal("killed");
    const told = () => storedRuns(server.url, "pose_estimation", "killed").catch(() => []);
    const delivery = new Delivery({ runDirectory: journal.runDirectory, target: target() });
    await journal.append(runStarted({ run_id: "killed", name: "killed" }));
    for (let step = 0; step < 300; step += 1) {
      await journal.append(metric("loss", step, step));
      delivery.poke();
      if (step === 100)
        await vi.waitUntil(async () => (await told()).length > 0, { timeout: 60_000, interval: 100 });
      if (step === 150) await server.kill();
    }
    await journal.append(runFinished());
    await journal.file("model.onnx", Buffer.alloc(1_000_000));
    const [report] = await Promise.all([delivery.finish({ timeoutMs: 120_000 }), server.start()]);

    expect(report).toMatchObject({ complete: true });
    const runs = await storedRuns(server.url, "pose_estimation", "killed");
    expect(runs.map((run) => run.info.status)).toEqual(["FINISHED"]);
    expect(await storedPoints(server.url, runs[0]?.info.run_id ?? "", "loss")).toEqual(
      Array.from({ length: 300 }, (_, step) => step),
    );
  });

  it("takes any number of entries in as many requests as its limits ask for", async () => {
    const client = new MlflowClient(target(), { retry: { ...DEFAULT_RETRY, budgetMs: 0 } });
    const experimentId = await client.ensureExperiment("limits");
    const run = await client.createRun({ experimentId, name: "limits", startTime: START_TIME });
    const params = Array.from({ length: 250 }, (_, at) => ({ key: `p${at}`, value: "é".repeat(5999) }));
    const metrics = Array.from({ length: 2500 }, (_, step) => ({
      key: "m",
      value: step,
      step,
      timestamp: START_TIME,
    }));
    await client.logBatch(run.runId, { params, metrics });
    const stored = await client.run(run.runId);
    await client.close();
    expect(stored.params).toHaveLength(250);
    expect(stored.metrics).toEqual([{ key: "m", value: 2499, step: 2499, timestamp: START_TIME }]);
  });
});
