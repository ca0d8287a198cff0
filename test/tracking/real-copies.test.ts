import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { connect } from "../../src/tracking/connect.js";
import { type CopyReport, copyStore } from "../../src/tracking/copy/copy-store.js";
import { FileStore } from "../../src/tracking/file-store/file-store.js";
import {
  ask,
  byKey,
  type MlflowServer,
  majorVersion,
  mlflow2Program,
  mlflowProgram,
  mlflowServer,
  needsMlflow,
  type StoredRun,
  storedFiles,
  storedRuns,
} from "./mlflow-server.js";
import { START_TIME, temporaryFolder } from "./run-directory.js";

const IMAGE = { name: "image", dtype: "uint8", shape: [-1, 192, 192, 3] };
const HEATMAPS = { name: "heatmaps", dtype: "int8", shape: [-1, 48, 48, 17] };

interface LoggedModel {
  readonly info: Readonly<Record<string, unknown>> & {
    readonly model_id: string;
    readonly name: string;
    readonly tags: readonly { readonly key: string; readonly value: string }[];
  };
  readonly data: { readonly params: readonly { readonly key: string; readonly value: string }[] };
}

describe.each([
  { name: "MLFLOW_BIN", program: mlflowProgram },
  { name: "MLFLOW2_BIN", program: mlflow2Program },
])("logged models of a local store that is copied to the MLflow of $name", ({ name, program }) => {
  describe.skipIf(program === undefined)(name === "MLFLOW_BIN" ? needsMlflow : `needs ${name}`, () => {
    let folder: string;
    let server: MlflowServer;
    let report: CopyReport;
    let run: StoredRun;
    let version: number;
    const root = () => join(folder, "mlruns");

    beforeAll(async () => {
      folder = await temporaryFolder();
      await fillStore();
      const database = `sqlite:///${join(folder, "mlflow.db")}`;
      const args = ["--backend-store-uri", database, "--artifacts-destination", join(folder, "artifacts")];
      server = await mlflowServer(args, folder, program);
      await server.start();
      version = await majorVersion(server.url);
      report = await copy();
      await rm(join(root(), ".stm32ai_sync.trash"), { recursive: true });
      await copy();
      [run] = (await storedRuns(server.url, "pose")) as [StoredRun];
    });

    afterAll(async () => {
      await server?.kill();
      await rm(folder, { recursive: true, force: true });
    });

    async function copy(): Promise<CopyReport> {
      const target = await connect({ kind: "server", url: server.url });
      return copyStore(root(), target).finally(() => target.close());
    }

    /** One run with a network and two checkpoints of one name, of which the second is no output. */
    async function fillStore(): Promise<void> {
      const file = join(folder, "quantized model.onnx");
      await writeFile(file, "weights");
      const store = new FileStore(root());
      const spec = { clientId: "c", experiment: "pose", name: "first", user: "ana", startTime: START_TIME };
      const opened = await store.openRun({ ...spec, tags: [] });
      const model = {
        name: "quantized_model",
        file,
        format: "onnx",
        inputs: [IMAGE],
        outputs: [HEATMAPS],
        params: [{ key: "quantizer", value: "onnx" }],
        tags: [{ key: "board", value: "N6" }],
        createdTime: START_TIME,
        step: 3,
      };
      await store.logModel(opened, model);
      const {
        name: _,
        step: __,
        ...rest
      } = { ...model, type: "onnx", folder: "", files: new Map([["deep/a.bin", file]]) };
      await store.copyModel(opened, { ...rest, name: "checkpoint", sourceId: "m-1", step: 7 });
      await store.copyModel(opened, { ...rest, name: "checkpoint", sourceId: "m-2" });
      await store.finishRun(opened, "FINISHED", START_TIME + 1);
    }

    it("are counted", () => {
      expect(report).toMatchObject({ runs: 1, copied: 1, models: 3 });
    });

    it("are there once, ready, with parameters and tags, and belong to the copied run, in MLflow 3", async ({
      skip,
    }) => {
      skip(version < 3);
      const models = await loggedModels();
      expect(models.map(({ info }) => [info.name, info.status, info.source_run_id]).sort()).toEqual([
        ["checkpoint", "LOGGED_MODEL_READY", run.info.run_id],
        ["checkpoint", "LOGGED_MODEL_READY", run.info.run_id],
        ["quantized_model", "LOGGED_MODEL_READY", run.info.run_id],
      ]);
      const network = models.find(({ info }) => info.name === "quantized_model");
      expect(byKey(network?.data.params ?? [])).toEqual({ quantizer: "onnx" });
      expect(byKey(network?.info.tags ?? [])).toMatchObject({
        board: "N6",
        "stm32ai.source_model_id": expect.stringMatching(/^m-[0-9a-f]{32}$/),
      });
    });

    it("are the outputs that they were, at their steps, in MLflow 3", async ({ skip }) => {
      skip(version < 3);
      const { run: stored } = await ask<{ run: { outputs: { model_outputs: object[] } } }>(
        server.url,
        `runs/get?run_id=${run.info.run_id}`,
      );
      const models = await loggedModels();
      const idOf = (name: string) =>
        models.filter(({ info }) => info.name === name).map(({ info }) => info.model_id);
      expect(stored.outputs.model_outputs).toHaveLength(2);
      expect(stored.outputs.model_outputs).toContainEqual({ model_id: idOf("quantized_model")[0], step: 3 });
      expect(stored.outputs.model_outputs).toContainEqual({
        model_id: expect.toSatisfy((id: string) => idOf("checkpoint").includes(id)),
        step: 7,
      });
    });

    it("have their files and a signature that says where they are now, in MLflow 3", async ({ skip }) => {
      skip(version < 3);
      const models = await loggedModels();
      const id = models.find(({ info }) => info.name === "quantized_model")?.info.model_id ?? "";
      const text = await modelFile(id, "MLmodel");
      expect(parse(text)).toMatchObject({ model_id: id, run_id: run.info.run_id });
      expect(text).not.toContain(root());
      expect(text).toMatch(/"dtype":"uint8","shape":\[-1,192,192,3\]/);
      expect(await modelFile(id, "quantized model.onnx")).toBe("weights");
      const checkpoint = models.find(({ info }) => info.name === "checkpoint")?.info.model_id ?? "";
      expect(await modelFile(checkpoint, "deep/a.bin")).toBe("weights");
    });

    it("lie in folders of the run, the described one once in its history, in MLflow 2", async ({ skip }) => {
      skip(version > 2);
      const history = byKey(run.data.tags)["mlflow.log-model.history"];
      expect(JSON.parse(String(history))).toMatchObject([
        {
          artifact_path: "quantized_model",
          run_id: run.info.run_id,
          flavors: { onnx: { data: "quantized model.onnx" } },
        },
      ]);
      const id = run.info.run_id;
      expect(await storedFiles(server.url, id, "quantized_model")).toEqual([
        "quantized_model/MLmodel",
        "quantized_model/quantized model.onnx",
      ]);
      expect(await storedFiles(server.url, id, "")).toEqual([
        expect.stringMatching(/^checkpoint_m-/),
        expect.stringMatching(/^checkpoint_m-/),
        "quantized_model",
      ]);
    });

    async function loggedModels(): Promise<readonly LoggedModel[]> {
      const question = { experiment_ids: [run.info.experiment_id] };
      return (await ask<{ models: readonly LoggedModel[] }>(server.url, "logged-models/search", question))
        .models;
    }

    async function modelFile(id: string, path: string): Promise<string> {
      const query = `artifact_file_path=${encodeURIComponent(path)}`;
      const answer = await fetch(
        `${server.url}/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files?${query}`,
      );
      return answer.text();
    }
  });
});
