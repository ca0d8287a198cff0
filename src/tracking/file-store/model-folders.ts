import { mkdirSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeFolder } from "../../disk/make-folder.js";
import { MLMODEL_FILE } from "../mlmodel.js";
import { type ModelFolder, modelDigest, SOURCE_MODEL_TAG } from "../model-folder.js";
import type { Param, RunHandle } from "../tracking-store.js";
import { yamlText } from "../yaml-text.js";
import { META_FILE } from "./meta-yaml.js";
import { type Staging, writeDurably } from "./staging.js";
import { makeFile } from "./value-files.js";

/** MLflow's number for a model whose upload has ended. */
const READY = 2;

/** Makes a logged model of MLflow 3 whole or not at all; one that is there stays. @returns its id */
export async function createModelFolder(
  experimentFolder: string,
  run: RunHandle,
  model: ModelFolder,
  staging: Staging,
): Promise<string> {
  const { sourceId } = model;
  const modelId = `m-${modelDigest(run.runId, model)}`;
  const folder = join(experimentFolder, "models", modelId);
  const location = pathToFileURL(join(folder, "artifacts")).href;
  const meta = yamlText({
    artifact_location: location,
    creation_timestamp: model.createdTime,
    experiment_id: run.experimentId,
    last_updated_timestamp: model.createdTime,
    lifecycle_stage: "active",
    model_id: modelId,
    model_type: model.type,
    name: model.name,
    source_run_id: run.runId,
    status: READY,
    status_message: null,
  });
  const place = { artifactPath: location, runId: run.runId, uuid: modelId, modelId };
  makeFolder(dirname(folder));
  await staging.createFolder(folder, async (staged) => {
    for (const name of ["metrics", "params", "tags", "artifacts"]) mkdirSync(join(staged, name));
    writeValues(join(staged, "params"), model.params);
    writeValues(join(staged, "tags"), model.tags);
    if (sourceId !== undefined) writeFileSync(join(staged, "tags", SOURCE_MODEL_TAG), sourceId);
    await copyFiles(join(staged, "artifacts"), model.files);
    const mlmodel = model.describe?.(place).mlmodel;
    if (mlmodel !== undefined) writeFileSync(join(staged, "artifacts", MLMODEL_FILE), mlmodel);
    await writeDurably(join(staged, META_FILE), meta);
  });
  return modelId;
}

/** Notes a model as what the run made. */
export async function linkModel(
  runFolder: string,
  modelId: string,
  step: number,
  staging: Staging,
): Promise<void> {
  const folder = join(runFolder, "outputs", modelId);
  makeFolder(dirname(folder));
  const meta = yamlText({
    destination_id: modelId,
    destination_type: "MODEL_OUTPUT",
    source_id: modelId,
    source_type: "RUN_OUTPUT",
    step,
    tags: {},
  });
  await staging.createFolder(folder, (staged) => writeDurably(join(staged, META_FILE), meta));
}

async function copyFiles(folder: string, files: ModelFolder["files"]): Promise<void> {
  for (const [path, file] of files) {
    makeFolder(dirname(join(folder, path)));
    await copyFile(file, join(folder, path));
  }
}

/** A name may have slashes, which are folders to MLflow. */
function writeValues(folder: string, values: readonly Param[]): void {
  for (const { key, value } of values) makeFile(join(folder, key), value);
}
