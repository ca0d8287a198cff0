import { describe, expect, it } from "vitest";
import type { JournalBody, JournalEvent } from "../../../src/run/journal/event.js";
import { EMPTY_CONTEXT, type Entry, mapEvent } from "../../../src/tracking/delivery/journal-mapping.js";
import { metric, param, runFinished, runStarted, START_TIME } from "../run-directory.js";

const TIME = START_TIME + 1;

/** Maps a journal's events in their order. */
function mapAll(...bodies: readonly JournalBody[]) {
  let context = EMPTY_CONTEXT;
  const entries: Entry[] = [];
  const warnings: string[] = [];
  for (const body of bodies) {
    const event: JournalEvent = { ...body, seq: 1, time: TIME };
    const mapped = mapEvent(context, event);
    context = mapped.context;
    entries.push(...mapped.entries);
    warnings.push(...mapped.warnings);
  }
  return { context, entries, warnings };
}

const evaluation = (...services: string[]) =>
  runStarted({ stages: services.map((service, at) => ({ id: `${at + 1}_${service}`, service })) });
const keys = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => (entry.kind === "metric" ? [entry.entry.key] : []));

describe("mapEvent", () => {
  it("makes a run of run_started: experiment, name, user, start and MLflow's own tags", () => {
    expect(mapAll(runStarted()).entries).toEqual([
      {
        kind: "run",
        spec: {
          clientId: "run-1",
          experiment: "pose_estimation",
          name: "2026_01_01_00_00_00",
          user: "ana",
          startTime: TIME,
          tags: [
            { key: "mlflow.runName", value: "2026_01_01_00_00_00" },
            { key: "mlflow.user", value: "ana" },
            { key: "mlflow.source.name", value: "stm32ai_main" },
            { key: "mlflow.source.type", value: "LOCAL" },
            { key: "mlflow.source.git.commit", value: "0123456789abcdef0123456789abcdef01234567" },
          ],
        },
      },
    ]);
  });

  it.each<[JournalBody, Entry[]]>([
    [
      param("operation_mode", "chain_qb"),
      [{ kind: "param", entry: { key: "operation_mode", value: "chain_qb" } }],
    ],
    [
      metric("loss", 0.5, 3),
      [{ kind: "metric", entry: { key: "loss", value: 0.5, step: 3, timestamp: START_TIME + 1003 } }],
    ],
    [
      metric("loss", "NaN"),
      [{ kind: "metric", entry: { key: "loss", value: "NaN", step: 0, timestamp: START_TIME + 1000 } }],
    ],
    [
      { type: "note", markdown: "# a" },
      [{ kind: "tag", entry: { key: "mlflow.note.content", value: "# a" } }],
    ],
    [{ type: "stage_started", stage: "1_evaluation" }, []],
    [{ type: "log", level: "info", message: "hello" }, []],
    [runFinished(), []],
  ])("maps %j", (body, entries) => {
    expect(mapAll(body)).toMatchObject({ entries, warnings: [] });
  });

  it.each(["FINISHED", "FAILED", "KILLED"] as const)("keeps %s and its time for the run's end", (status) => {
    expect(mapAll(runStarted(), runFinished(status)).context.end).toEqual({ status, time: TIME });
  });

  it("forgets the end when the run goes on", () => {
    expect(mapAll(runStarted(), runFinished("KILLED"), runStarted()).context.end).toBeUndefined();
  });

  it.each([
    [["evaluation"], "model.onnx", ["OKS"]],
    [["evaluation"], "https://host/Model.ONNX", ["OKS"]],
    [["evaluation"], "model.h5", ["float_OKS"]],
    [["evaluation", "quantization", "evaluation"], "model.onnx", ["float_OKS"]],
    [["quantization"], "model.onnx", ["float_OKS"]],
  ])("logs float_OKS of %j on %s as %j, as the zoo does", (services, model, expected) => {
    const { entries } = mapAll(evaluation(...services), param("model_path", model), metric("float_OKS", 56));
    expect(keys(entries)).toEqual(expected);
  });

  it("leaves other metrics of a lone evaluation alone", () => {
    const start = [evaluation("evaluation"), param("model_path", "model.onnx")];
    const { entries } = mapAll(...start, metric("quantized_OKS", 56), metric("float_OKS_visible", 60));
    expect(keys(entries)).toEqual(["OKS", "float_OKS_visible"]);
  });

  it("tells a stage's metrics a second time in the sections of MLflow's pages, and how long each stage took", () => {
    const staged = (stage: string, key: string) => ({ ...metric(key, 1), stage });
    const told = [
      staged("1_evaluation", "float_OKS"),
      staged("4_benchmarking", "Flash weights KiB"),
      { type: "stage_finished", stage: "1_evaluation", status: "FINISHED", duration_ms: 1500 },
    ] as const;
    const { entries } = mapAll(...told);
    expect(keys(entries)).toEqual([
      "float_OKS",
      "evaluation/float/oks",
      "Flash weights KiB",
      "benchmarking/flash_weights_kib",
      "stage_seconds/1_evaluation",
    ]);
    expect(entries.at(-1)).toMatchObject({ entry: { value: 1.5, step: 0 } });
  });

  it("maps a dataset, its source and size as MLflow's JSON texts", () => {
    const input = { name: "val", digest: "0a1b", path: "/data/val", context: "test", files: 3 };
    expect(mapAll({ type: "input", ...input }).entries).toEqual([
      {
        kind: "input",
        entry: {
          name: "val",
          digest: "0a1b",
          sourceType: "local",
          source: '{"uri":"/data/val"}',
          profile: '{"num_files":3}',
          context: "test",
        },
      },
    ]);
  });

  it("makes a model of an artifact whose signature was told, once it is in its place", () => {
    const signature = {
      inputs: [{ name: "image", dtype: "int8", shape: [1, 64, 64, 3] }],
      outputs: [{ name: "heatmaps", dtype: "int8", shape: [1, 16, 16, 13] }],
    };
    const artifact = { type: "artifact", kind: "file", stage: "1_quantization" } as const;
    const { entries } = mapAll(
      { type: "signature", stage: "1_quantization", name: "model", ...signature },
      { ...artifact, name: "chart", path: "1_quantization/chart.png" },
      { ...artifact, name: "model", path: "quantized_models/my.model.tflite" },
      { ...artifact, name: "model", path: "other.tflite" },
    );
    expect(entries).toMatchObject([
      {
        kind: "model",
        entry: { name: "my_model", file: "quantized_models/my.model.tflite", format: "tflite", ...signature },
      },
    ]);
  });

  it("tells with a model who made it and how it was quantized, after a restart too", () => {
    const begun = [
      runStarted(),
      param("general.project_name", "p"),
      param("quantization.granularity", "per_tensor"),
    ];
    const { entries } = mapAll(
      ...begun,
      ...begun,
      { type: "signature", stage: "1_quantization", name: "model", inputs: [], outputs: [] },
      { type: "artifact", kind: "file", stage: "1_quantization", name: "model", path: "my.tflite" },
    );
    expect(entries.at(-1)).toMatchObject({
      kind: "model",
      entry: {
        params: [{ key: "quantization.granularity", value: "per_tensor" }],
        tags: [
          { key: "mlflow.user", value: "ana" },
          { key: "mlflow.source.name" },
          { key: "mlflow.source.type", value: "LOCAL" },
        ],
      },
    });
  });

  it("maps names that MLflow refuses, and says so", () => {
    const { entries, warnings } = mapAll(param("splits[0]", "0.4"));
    expect(entries).toEqual([{ kind: "param", entry: { key: "splits.0", value: "0.4" } }]);
    expect(warnings).toEqual(["param splits[0] is stored as splits.0, a name that MLflow takes"]);
  });

  it("cuts long values, and says where they are whole", () => {
    const { entries, warnings } = mapAll(param("config", "x".repeat(6001)), {
      type: "note",
      markdown: "y".repeat(8001),
    });
    expect(
      entries.map(({ kind, ...rest }) =>
        "entry" in rest && "value" in rest.entry ? String(rest.entry.value).length : kind,
      ),
    ).toEqual([6000, 8000]);
    expect(warnings).toEqual([
      "param config has 6001 characters: MLflow keeps 6000, run.jsonl all of them",
      "the note is longer than the 8000 characters that MLflow keeps",
    ]);
  });

  it("mends a time or step that is no integer, and leaves out what has no number", () => {
    const odd = { ...metric("loss", 1), timestamp: START_TIME + 0.5, step: 1.5 } as JournalBody;
    const none = { ...metric("acc", 1), value: null } as unknown as JournalBody;
    const { entries, warnings } = mapAll(odd, none);
    expect(entries).toEqual([{ kind: "metric", entry: { key: "loss", value: 1, timestamp: TIME, step: 0 } }]);
    expect(warnings).toHaveLength(3);
  });
});
