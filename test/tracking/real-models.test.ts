import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/tracking/connect.js";
import type { RunHandle, TrackingStore } from "../../src/tracking/tracking-store.js";
import {
  ask,
  byKey,
  type MlflowServer,
  majorVersion,
  mlflow2Program,
  mlflowProgram,
  mlflowServer,
  needsMlflow,
  storedFiles,
} from "./mlflow-server.js";
import { START_TIME, temporaryFolder } from "./run-directory.js";

interface Answer {
  readonly run: {
    readonly inputs?: {
      readonly dataset_inputs: readonly { readonly tags: object[]; readonly dataset: object }[];
    };
    readonly outputs?: { readonly model_outputs: readonly { readonly model_id: string }[] };
    readonly data: { readonly tags: readonly { readonly key: string; readonly value: string }[] };
  };
}

interface Models {
  readonly models: readonly {
    readonly info: Readonly<Record<string, unknown>> & { readonly artifact_uri: string };
    readonly data: { readonly params: readonly { readonly key: string; readonly value: string }[] };
  }[];
}

/** More than a creation takes. */
const PARAMS = Array.from({ length: 120 }, (_, at) => ({ key: `p${at}`, value: String(at) }));
const DATASET = {
  name: "COCO",
  digest: "8f14e45f",
  source_type: "local",
  source: '{"uri": "../datasets"}',
  schema: "{}",
  profile: '{"num_rows": 3}',
};

describe.each([
  { name: "MLFLOW_BIN", program: mlflowProgram, store: "sqlite" },
  { name: "MLFLOW_BIN", program: mlflowProgram, store: "our file store" },
  { name: "MLFLOW2_BIN", program: mlflow2Program, store: "sqlite" },
])("datasets and models in the MLflow of $name on $store", ({ name, program, store }) => {
  describe.skipIf(program === undefined)(name === "MLFLOW_BIN" ? needsMlflow : `needs ${name}`, () => {
    let folder: string;
    let server: MlflowServer;
    let tracking: TrackingStore;
    let run: RunHandle;
    let stored: Answer["run"];
    let version: number;

    beforeAll(async () => {
      folder = await temporaryFolder();
      const ours = store !== "sqlite";
      const backend = ours ? join(folder, "mlruns") : `sqlite:///${join(folder, "mlflow.db")}`;
      const args = ["--backend-store-uri", backend, "--artifacts-destination", join(folder, "artifacts")];
      server = await mlflowServer(args, folder, program);
      if (!ours) await server.start();
      tracking = await connect(
        ours ? { kind: "folder", path: backend } : { kind: "server", url: server.url },
      );
      run = await logTwice();
      if (ours) await server.start();
      version = await majorVersion(server.url);
      ({ run: stored } = await ask<Answer>(server.url, `runs/get?run_id=${run.runId}`));
    });

    afterAll(async () => {
      await tracking?.close();
      await server?.kill();
      await rm(folder, { recursive: true, force: true });
    });

    async function logTwice(): Promise<RunHandle> {
      const file = join(folder, "quantized model.onnx");
      await writeFile(file, "weights");
      const spec = {
        clientId: "c",
        experiment: "pose",
        name: "first",
        user: "ana",
        startTime: START_TIME,
        tags: [],
      };
      const opened = await tracking.openRun(spec);
      const { source_type: sourceType, ...dataset } = DATASET;
      for (let time = 0; time < 2; time++) {
        await tracking.logInputs(opened, [{ ...dataset, sourceType, context: "quantization" }]);
        await tracking.logModel(opened, {
          name: "quantized_model",
          file,
          format: "onnx",
          inputs: [{ name: "image", dtype: "uint8", shape: [-1, 192, 192, 3] }],
          outputs: [{ name: "heatmaps", dtype: "int8", shape: [-1, 48, 48, 17] }],
          params: PARAMS,
          tags: [{ key: "board", value: "N6" }],
          createdTime: START_TIME,
        });
      }
      await tracking.finishRun(opened, "FINISHED", START_TIME + 1);
      return opened;
    }

    it("has the dataset once, with its context", () => {
      expect(stored.inputs?.dataset_inputs).toEqual([
        { tags: [{ key: "mlflow.data.context", value: "quantization" }], dataset: DATASET },
      ]);
    });

    it("has the model once, ready, with its parameters, and as the run's output, in MLflow 3", async ({
      skip,
    }) => {
      skip(version < 3);
      const { models } = await ask<Models>(server.url, "logged-models/search", {
        experiment_ids: [run.experimentId],
      });
      expect(models.map(({ info }) => info)).toMatchObject([
        {
          name: "quantized_model",
          model_type: "onnx",
          status: "LOGGED_MODEL_READY",
          source_run_id: run.runId,
        },
      ]);
      expect(byKey(models[0]?.data.params ?? [])).toEqual(byKey(PARAMS));
      expect(stored.outputs?.model_outputs.map(({ model_id }) => model_id)).toEqual([
        models[0]?.info.model_id,
      ]);
    });

    it("has the model in the run's artifacts and once in its history, in MLflow 2", async ({ skip }) => {
      skip(version > 2 || store !== "sqlite");
      const history = byKey(stored.data.tags)["mlflow.log-model.history"];
      expect(JSON.parse(String(history))).toMatchObject([
        {
          artifact_path: "quantized_model",
          run_id: run.runId,
          flavors: { onnx: { data: "quantized model.onnx" } },
        },
      ]);
      expect(await storedFiles(server.url, run.runId, "quantized_model")).toEqual([
        "quantized_model/MLmodel",
        "quantized_model/quantized model.onnx",
      ]);
    });
  });
});
