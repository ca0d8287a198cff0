import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileStore } from "../../../src/tracking/file-store/file-store.js";
import { readMeta } from "../../../src/tracking/file-store/meta-yaml.js";
import type { LogBatch, RunSpec } from "../../../src/tracking/tracking-store.js";
import { START_TIME, temporaryFolder } from "../run-directory.js";

let folder: string;
let root: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  root = join(folder, "mlruns");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function spec(changes: Partial<RunSpec> = {}): RunSpec {
  const tags = [{ key: "mlflow.runName", value: "first" }];
  return {
    clientId: "run-1",
    experiment: "pose",
    name: "first",
    user: "ana",
    startTime: START_TIME,
    tags,
    ...changes,
  };
}

function batch(changes: Partial<LogBatch>): LogBatch {
  return { params: [], tags: [], metrics: [], ...changes };
}

const points = (key: string, ...values: (number | "NaN" | "Infinity")[]) =>
  batch({ metrics: values.map((value, step) => ({ key, value, step, timestamp: START_TIME + step })) });

async function metaOf(...parts: string[]): Promise<Record<string, unknown>> {
  return Object.fromEntries((await readMeta(join(root, ...parts))) ?? []);
}

describe("FileStore", () => {
  it("makes the store, the default experiment and the run as MLflow lays them out", async () => {
    const run = await new FileStore(root).openRun(spec());

    const { experimentId, runId } = run;
    expect(experimentId).toMatch(/^\d{18}$/);
    expect(runId).toMatch(/^[0-9a-f]{32}$/);
    expect((await readdir(root)).sort()).toEqual([".stm32ai.trash", ".trash", "0", experimentId].sort());
    expect(await metaOf("0")).toMatchObject({
      name: "Default",
      experiment_id: "0",
      lifecycle_stage: "active",
    });
    expect(await metaOf(experimentId)).toEqual({
      artifact_location: pathToFileURL(join(root, experimentId)).href,
      creation_time: expect.any(Number),
      experiment_id: experimentId,
      last_update_time: expect.any(Number),
      lifecycle_stage: "active",
      name: "pose",
    });
    expect(await metaOf(experimentId, runId)).toEqual({
      artifact_uri: pathToFileURL(join(root, experimentId, runId, "artifacts")).href,
      deleted_time: null,
      end_time: null,
      experiment_id: experimentId,
      lifecycle_stage: "active",
      run_id: runId,
      run_name: "first",
      start_time: START_TIME,
      status: 1,
      user_id: "ana",
    });
    const entries = await readdir(join(root, experimentId, runId));
    expect(entries.sort()).toEqual(["artifacts", "meta.yaml", "metrics", "params", "tags"]);
  });

  it("appends metric points as lines and never writes a point twice, its process killed or not", async () => {
    const run = await new FileStore(root).openRun(spec());
    const file = join(root, run.experimentId, run.runId, "metrics", "calibration", "loss");
    await new FileStore(root).logBatch(run, points("calibration/loss", 2, 1.5e-7));
    const again = new FileStore(root);
    await again.logBatch(run, points("calibration/loss", 2, 1.5e-7, "NaN"));
    await again.logBatch(run, points("calibration/loss", 2));
    expect(await readFile(file, "utf8")).toBe(
      `${START_TIME} 2 0\n${START_TIME + 1} 1.5e-7 1\n${START_TIME + 2} nan 2\n`,
    );
  });

  it("takes away a line that was cut short", async () => {
    const run = await new FileStore(root).openRun(spec());
    const file = join(root, run.experimentId, run.runId, "metrics", "loss");
    await writeFile(file, "1767");
    await new FileStore(root).logBatch(run, points("loss", 1));
    await appendFile(file, "17672256");
    await new FileStore(root).logBatch(run, points("loss", 1, 2));
    expect(await readFile(file, "utf8")).toBe(`${START_TIME} 1 0\n${START_TIME + 1} 2 1\n`);
  });

  it("keeps infinity as the largest number, since MLflow's page fails on it, and says so", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const warnings = await store.logBatch(run, points("huge", "Infinity"));
    expect(warnings).toEqual([`metric huge is infinite: kept as ±${Number.MAX_VALUE}`]);
    const file = join(root, run.experimentId, run.runId, "metrics", "huge");
    expect(await readFile(file, "utf8")).toBe(`${START_TIME} 1.7976931348623157e+308 0\n`);
  });

  it("fills the empty file that a kill left of a parameter", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const path = join(root, run.experimentId, run.runId, "params", "seed");
    await writeFile(path, "");
    expect(await store.logBatch(run, batch({ params: [{ key: "seed", value: "1" }] }))).toEqual([]);
    expect(await readFile(path, "utf8")).toBe("1");
  });

  it("keeps a parameter's first value, and writes values without a final newline", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const param = (value: string) => batch({ params: [{ key: "seed", value }] });
    expect(await store.logBatch(run, param("1"))).toEqual([]);
    expect(await store.logBatch(run, param("1"))).toEqual([]);
    expect(await store.logBatch(run, param("2"))).toEqual(['param seed keeps its first value "1"']);
    expect(await readFile(join(root, run.experimentId, run.runId, "params", "seed"), "utf8")).toBe("1");
  });

  it("says which name cannot stand beside the others", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    await store.logBatch(run, points("a", 1));
    await store.logBatch(run, points("b/c", 1));
    const long = "é".repeat(250);
    const warnings = [
      ...(await store.logBatch(run, points("a/b", 1))),
      ...(await store.logBatch(run, points("b", 1))),
      ...(await store.logBatch(run, batch({ params: [{ key: long, value: "1" }] }))),
    ];
    expect(warnings.map((warning) => warning.slice(0, 9))).toEqual(["metric a/", "metric b ", "param ééé"]);
  });

  it("finds a run again by its client's id and sets it running", async () => {
    const run = await new FileStore(root).openRun(spec());
    await new FileStore(root).finishRun(run, "KILLED", START_TIME + 9);
    expect(await metaOf(run.experimentId, run.runId)).toMatchObject({ status: 5, end_time: START_TIME + 9 });
    expect(await new FileStore(root).openRun(spec())).toEqual(run);
    expect(await metaOf(run.experimentId, run.runId)).toMatchObject({
      status: 1,
      end_time: null,
      run_name: "first",
    });
    expect((await readdir(join(root, run.experimentId))).sort()).toEqual([run.runId, "meta.yaml"].sort());
  });

  it("changes nothing but status and end in the meta.yaml of a run that MLflow has written", async () => {
    const run = await new FileStore(root).openRun(spec());
    const path = join(root, run.experimentId, run.runId, "meta.yaml");
    const meta = (status: number, end: string) =>
      `end_time: ${end}\nflag: true\nlifecycle_stage: active\nname: 'words that are\n  folded'\n` +
      `nested:\n  status: [1, 2]\nrun_name: 1e3\nstatus: ${status}\ntags: []\n`;
    await writeFile(path, meta(1, "null"));
    await new FileStore(root).finishRun(run, "FAILED", START_TIME);
    expect(await readFile(path, "utf8")).toBe(meta(4, String(START_TIME)));
  });

  it("says which line a run's meta.yaml lacks", async () => {
    const run = await new FileStore(root).openRun(spec());
    const path = join(root, run.experimentId, run.runId, "meta.yaml");
    await writeFile(path, "{status: 1, end_time: null}");
    const end = new FileStore(root).finishRun(run, "FAILED", START_TIME);
    await expect(end).rejects.toThrow(`${path} has no line "status: …"`);
  });

  it("makes one experiment and every run when many ask at once", async () => {
    const runs = await Promise.all(
      Array.from({ length: 12 }, (_, at) => new FileStore(root).openRun(spec({ clientId: `run-${at}` }))),
    );
    expect(new Set(runs.map(({ experimentId }) => experimentId)).size).toBe(1);
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(12);
    expect((await readdir(root)).filter((name) => /^\d+$/.test(name))).toHaveLength(2);
    expect(await readdir(join(root, ".stm32ai.trash"))).toEqual([]);
  });

  it("uses an experiment that MLflow made", async () => {
    await mkdir(join(root, "412345678901234567"), { recursive: true });
    const meta =
      "artifact_location: /x\nexperiment_id: '412345678901234567'\nlifecycle_stage: active\nname: pose\n";
    await writeFile(join(root, "412345678901234567", "meta.yaml"), meta);
    expect(await new FileStore(root).openRun(spec())).toMatchObject({ experimentId: "412345678901234567" });
  });

  it("says that an experiment was deleted", async () => {
    const store = new FileStore(root);
    await store.openRun(spec({ experiment: "other" }));
    await mkdir(join(root, ".trash", "5"), { recursive: true });
    await writeFile(
      join(root, ".trash", "5", "meta.yaml"),
      "experiment_id: '5'\nname: pose\nlifecycle_stage: deleted\n",
    );
    await expect(store.openRun(spec())).rejects.toThrow(
      /"pose" was deleted in .* choose another general.project_name/,
    );
  });

  it("copies files into the run's artifacts and nowhere else", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const file = join(folder, "model.onnx");
    await writeFile(file, "weights");
    await store.putArtifact(run, "first/models/model é#.onnx", file);
    const copy = join(root, run.experimentId, run.runId, "artifacts", "first", "models", "model é#.onnx");
    expect(await readFile(copy, "utf8")).toBe("weights");
    await expect(store.putArtifact(run, "first/../../../x", file)).rejects.toThrow(/must be relative/);
  });

  it.skipIf(!existsSync("/proc/self"))(
    "says so where a file system makes no folders, and does not wait",
    async () => {
      await expect(new FileStore("/proc/no/mlruns").openRun(spec())).rejects.toThrow(
        /cannot be written: ENOENT/,
      );
    },
  );

  it("leaves nothing behind of a file that cannot take its place", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const artifacts = join(root, run.experimentId, run.runId, "artifacts");
    await mkdir(join(artifacts, "a.onnx"));
    const file = join(folder, "a.onnx");
    await writeFile(file, "weights");
    await expect(store.putArtifact(run, "a.onnx", file)).rejects.toThrow(/cannot be written/);
    expect(await readdir(artifacts)).toEqual(["a.onnx"]);
  });

  it("says what cannot be written when the store's place is a file", async () => {
    await writeFile(root, "");
    await expect(new FileStore(root).openRun(spec())).rejects.toThrow(
      /The MLflow store .*mlruns cannot be written: E/,
    );
    expect((await stat(root)).isFile()).toBe(true);
  });

  it("notes a dataset once for the experiment and once for the run, as MLflow lays it out", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const dataset = {
      name: "COCO",
      digest: "8f14e45f",
      sourceType: "local",
      source: '{"uri": "../datasets"}',
      profile: '{"num_rows": 3}',
      context: "quantization",
    };
    await store.logInputs(run, [dataset]);
    await store.logInputs(run, [{ ...dataset, source: "{}" }]);
    const datasetId = md5("COCO8f14e45f");
    expect(await metaOf(run.experimentId, "datasets", datasetId)).toEqual({
      digest: "8f14e45f",
      name: "COCO",
      profile: '{"num_rows": 3}',
      schema: "",
      source: '{"uri": "../datasets"}',
      source_type: "local",
    });
    const inputs = join(root, run.experimentId, run.runId, "inputs");
    expect(await readdir(inputs)).toEqual([md5(datasetId + run.runId)]);
    const link = await metaOf(run.experimentId, run.runId, "inputs", md5(datasetId + run.runId));
    expect(link).toEqual({
      destination_id: datasetId,
      destination_type: "RUN",
      source_id: datasetId,
      source_type: "DATASET",
      tags: new Map([["mlflow.data.context", "quantization"]]),
    });
  });

  it("refuses a dataset whose digest servers would not take", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const dataset = { name: "d", digest: "x".repeat(37), sourceType: "local", source: "{}" };
    await expect(store.logInputs(run, [dataset])).rejects.toThrow(/digest of dataset "d" is longer than 36/);
  });

  it("keeps a model whole, once, with what it is made of, and as what the run made", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const file = join(folder, "quantized model.onnx");
    await writeFile(file, "weights");
    const model = {
      name: "quantized_model",
      file,
      format: "onnx",
      inputs: [{ name: "image", dtype: "uint8", shape: [-1, 192, 192, 3] }],
      outputs: [{ name: "heatmaps", dtype: "int8", shape: [-1, 48, 48, 17] }],
      params: [{ key: "quantizer", value: "onnx" }],
      tags: [{ key: "board/name", value: "N6" }],
      createdTime: START_TIME,
    };
    await store.logModel(run, model);
    await store.logModel(run, model);
    const models = join(root, run.experimentId, "models");
    const [id = "", ...others] = await readdir(models);
    expect(others).toEqual([]);
    expect(id).toMatch(/^m-[0-9a-f]{32}$/);
    expect(await metaOf(run.experimentId, "models", id)).toMatchObject({
      model_id: id,
      name: "quantized_model",
      model_type: "onnx",
      source_run_id: run.runId,
      status: 2,
      creation_timestamp: START_TIME,
      artifact_location: pathToFileURL(join(models, id, "artifacts")).href,
    });
    expect(await readFile(join(models, id, "params", "quantizer"), "utf8")).toBe("onnx");
    expect(await readFile(join(models, id, "tags", "board", "name"), "utf8")).toBe("N6");
    expect(await readFile(join(models, id, "artifacts", "quantized model.onnx"), "utf8")).toBe("weights");
    expect(await readFile(join(models, id, "artifacts", "MLmodel"), "utf8")).toContain(
      '"tensor-spec":{"dtype":"uint8","shape":[-1,192,192,3]}',
    );
    expect(await metaOf(run.experimentId, run.runId, "outputs", id)).toMatchObject({
      source_type: "RUN_OUTPUT",
      destination_type: "MODEL_OUTPUT",
      source_id: id,
      step: 0,
    });
    await expect(store.logModel(run, { ...model, name: "a/b" })).rejects.toThrow(/allows none of/);
  });

  it("knows a point that Python wrote", async () => {
    const store = new FileStore(root);
    const run = await store.openRun(spec());
    const file = join(root, run.experimentId, run.runId, "metrics", "loss");
    const theirs = `${START_TIME} 2.0 0\n${START_TIME + 1} 1e-05 1\n${START_TIME + 2} nan 2\n`;
    await writeFile(file, theirs);
    await store.logBatch(run, points("loss", 2, 0.00001, "NaN"));
    expect(await readFile(file, "utf8")).toBe(theirs);
  });
});

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
