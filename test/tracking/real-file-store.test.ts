import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeliveryReport, deliver } from "../../src/tracking/delivery/delivery.js";
import {
  byKey,
  hasMlflow,
  type MlflowServer,
  majorVersion,
  mlflowProgram,
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

/** Hard for YAML: both quotes, an accent, a control character. */
const ODD_NAME = "failed: 'é\" #\u007f";

describe.skipIf(!hasMlflow)(`the real MLflow on our file store (${needsMlflow})`, () => {
  let folder: string;
  let server: MlflowServer;
  let report: DeliveryReport;
  const store = () => join(folder, "ml runs");

  beforeAll(async () => {
    folder = await temporaryFolder();
    report = await deliverRun("2026_01_01_00_00_00", "run-1", "FINISHED");
    await deliverRun(ODD_NAME, "run-2", "FAILED");
    server = await mlflowServer(["--backend-store-uri", store(), "--no-serve-artifacts"], folder);
    await server.start();
  });

  afterAll(async () => {
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function deliverRun(
    name: string,
    runId: string,
    status: "FINISHED" | "FAILED",
  ): Promise<DeliveryReport> {
    const journal = new TestJournal(join(folder, "runs", runId));
    await journal.append(
      runStarted({ run_id: runId, name }),
      param("operation_mode", "chain_qb"),
      param("splits[0]", "0.4"),
      metric("calibration/loss", 2),
      metric("calibration/loss", 1.5e-7, 1),
      metric("Internal Flash usage", 1310.5),
      metric("odd", "NaN"),
      metric("huge", "-Infinity"),
      { type: "note", markdown: "# before | after\n" },
      runFinished(status),
    );
    await journal.file("quantized_models/quantized_model.onnx", Buffer.alloc(1000, 7));
    const target = { kind: "folder" as const, path: store() };
    return deliver({ runDirectory: journal.runDirectory, target, timeoutMs: 10_000 });
  }

  it("reads back parameters, metrics, tags, status and times", async () => {
    const [run] = await storedRuns(server.url, "pose_estimation", "2026_01_01_00_00_00");
    expect(report.place).toBe(join(store(), run?.info.experiment_id ?? "", run?.info.run_id ?? ""));
    expect(run?.info).toMatchObject({
      status: "FINISHED",
      start_time: START_TIME + 1,
      end_time: START_TIME + 10,
      user_id: "ana",
    });
    expect(byKey(run?.data.params ?? [])).toEqual({ operation_mode: "chain_qb", "splits.0": "0.4" });
    expect(byKey(run?.data.metrics ?? [])).toEqual({
      "calibration/loss": 1.5e-7,
      "Internal Flash usage": 1310.5,
      odd: "NaN",
      huge: -Number.MAX_VALUE,
    });
    expect(byKey(run?.data.tags ?? [])).toMatchObject({ "mlflow.note.content": "# before | after\n" });
    expect(await storedPoints(server.url, run?.info.run_id ?? "", "calibration/loss")).toEqual([2, 1.5e-7]);
  });

  it("lists every run with its status, whatever its name", async () => {
    const runs = await storedRuns(server.url, "pose_estimation");
    expect(runs.map(({ info }) => [info.run_name, info.status]).sort()).toEqual([
      ["2026_01_01_00_00_00", "FINISHED"],
      [ODD_NAME, "FAILED"],
    ]);
  });

  it("serves the files of a run", async () => {
    const [run] = await storedRuns(server.url, "pose_estimation", "2026_01_01_00_00_00");
    const id = run?.info.run_id ?? "";
    expect(await storedFiles(server.url, id, "2026_01_01_00_00_00")).toEqual([
      "2026_01_01_00_00_00/quantized_models",
      "2026_01_01_00_00_00/run.jsonl",
    ]);
    const path = encodeURIComponent("2026_01_01_00_00_00/quantized_models/quantized_model.onnx");
    const model = await fetch(`${server.url}/get-artifact?run_id=${id}&path=${path}`);
    expect((await model.arrayBuffer()).byteLength).toBe(1000);
  });

  it("keeps each point once when a run is delivered to its server again, the cursor lost", async () => {
    const journal = new TestJournal(join(folder, "runs", "over-rest"));
    const values = Array.from({ length: 2500 }, (_, step) => step / 7);
    await journal.append(
      runStarted({ run_id: "over-rest", name: "rest" }),
      ...values.map((value, step) => metric("m", value, step)),
      metric("low", "-Infinity"),
      metric("odd", "NaN"),
      runFinished(),
    );
    const target = { kind: "server" as const, url: server.url };
    const options = { runDirectory: journal.runDirectory, target, timeoutMs: 30_000 };
    expect(await deliver(options)).toMatchObject({ complete: true });
    await rm(join(journal.runDirectory, ".tracking.json"));
    expect(await deliver(options)).toMatchObject({ complete: true });
    const [run] = await storedRuns(server.url, "pose_estimation", "rest");
    const id = run?.info.run_id ?? "";
    expect(await storedPoints(server.url, id, "m")).toEqual(values);
    expect(await storedPoints(server.url, id, "low")).toHaveLength(1);
    expect(await storedPoints(server.url, id, "odd")).toHaveLength(1);
  });

  it("moves the store into a database without loss, by MLflow 3", { timeout: 300_000 }, async ({ skip }) => {
    skip((await majorVersion(server.url)) < 3);
    const database = `sqlite:///${join(folder, "migrated.db")}`;
    const run = promisify(execFile)(
      mlflowProgram ?? "mlflow",
      ["migrate-filestore", "--source", store(), "--target", database],
      {
        env: { ...process.env, MLFLOW_ALLOW_FILE_STORE: "true" },
      },
    );
    const { stdout, stderr } = await run;
    expect(`${stdout}${stderr}`).toMatch(/Metrics?\D+2512|2512 metric/i);
  });
});
