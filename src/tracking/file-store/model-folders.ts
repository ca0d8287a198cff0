import { createHash } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeFolder } from "../make-folder.js";
import { MLMODEL_FILE, mlmodelText } from "../mlmodel.js";
import type { ModelOutput, Param, RunHandle } from "../tracking-store.js";
import { META_FILE, metaYaml } from "./meta-yaml.js";
import { type Staging, writeDurably } from "./staging.js";

/** MLflow's number for a model whose upload has ended. */
const READY = 2;

/** Makes a logged model of MLflow 3 whole or not at all; one that is there stays. @returns its id */
export async function createModelFolder(
  experimentFolder: string,
  run: RunHandle,
  model: ModelOutput,
  staging: Staging,
): Promise<string> {
  const modelId = modelIdOf(run.runId, model.name);
  const folder = join(experimentFolder, "models", modelId);
  const location = pathToFileURL(join(folder, "artifacts")).href;
  const meta = metaYaml({
    artifact_location: location,
    creation_timestamp: model.createdTime,
    experiment_id: run.experimentId,
    last_updated_timestamp: model.createdTime,
    lifecycle_stage: "active",
    model_id: modelId,
    model_type: model.format,
    name: model.name,
    source_run_id: run.runId,
    status: READY,
    status_message: null,
  });
  const place = { artifactPath: location, runId: run.runId, uuid: modelId, modelId };
  await makeFolder(dirname(folder));
  await staging.createFolder(folder, async (staged) => {
    for (const name of ["metrics", "params", "tags", "artifacts"]) await mkdir(join(staged, name));
    await writeValues(join(staged, "params"), model.params);
    await writeValues(join(staged, "tags"), model.tags);
    await copyFile(model.file, join(staged, "artifacts", basename(model.file)));
    await writeFile(join(staged, "artifacts", MLMODEL_FILE), mlmodelText(model, place));
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
  await makeFolder(dirname(folder));
  const meta = metaYaml({
    destination_id: modelId,
    destination_type: "MODEL_OUTPUT",
    source_id: modelId,
    source_type: "RUN_OUTPUT",
    step,
    tags: {},
  });
  await staging.createFolder(folder, (staged) => writeDurably(join(staged, META_FILE), meta));
}

/** `m-` and 32 hexadecimal digits that follow from the run and the name: a repeated call finds the model. */
function modelIdOf(runId: string, name: string): string {
  return `m-${createHash("sha256").update(`${runId}/${name}`).digest("hex").slice(0, 32)}`;
}

/** A name may have slashes, which are folders to MLflow. */
async function writeValues(folder: string, values: readonly Param[]): Promise<void> {
  for (const { key, value } of values) {
    await makeFolder(dirname(join(folder, key)));
    await writeFile(join(folder, key), value);
  }
}
