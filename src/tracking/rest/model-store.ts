import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MLMODEL_FILE } from "../mlmodel.js";
import { type ModelFolder, modelDigest, SOURCE_MODEL_TAG } from "../model-folder.js";
import type { RunHandle } from "../tracking-store.js";
import { isBeforeLoggedModels, type LoggedModel } from "./logged-models.js";
import type { MlflowClient } from "./mlflow-client.js";

const HISTORY_TAG = "mlflow.log-model.history";

/**
 * Keeps a model of a run: with MLflow 3 as a logged model and an output of the run, with 2.x as a folder of the run's
 * artifacts and in the tag `mlflow.log-model.history`. One that is there already is finished, not made again.
 * @returns warnings
 * @throws TrackingError
 */
export async function storeModel(
  client: MlflowClient,
  run: RunHandle,
  model: ModelFolder,
): Promise<readonly string[]> {
  let logged: LoggedModel;
  try {
    logged = await findOrCreate(client, run, model);
  } catch (error) {
    if (isBeforeLoggedModels(error)) return storeInRun(client, run, model);
    throw error;
  }
  const { modelId, artifactUri } = logged;
  const warnings: string[] = [];
  if (logged.status !== "LOGGED_MODEL_READY") {
    await client.models.setRestOfParams(modelId, model.params);
    const place = { artifactPath: artifactUri, runId: run.runId, uuid: modelId, modelId };
    const mlmodel = model.describe?.(place).mlmodel;
    warnings.push(...(await putFiles(client, { artifactUri, below: "" }, model.files, mlmodel)));
    await client.models.finalize(modelId, "LOGGED_MODEL_READY");
  }
  if (model.step !== undefined) await client.models.linkToRun(run.runId, modelId, model.step);
  return warnings;
}

/** Looks before it makes, and again after an answer that was lost. */
function findOrCreate(client: MlflowClient, run: RunHandle, model: ModelFolder): Promise<LoggedModel> {
  const { experimentId, runId } = run;
  return client.transport.repeat(async () => {
    const known = (await client.models.ofRun(experimentId, runId)).find((each) => isSame(each, model));
    if (known) return known;
    const { name, type, params, tags, sourceId } = model;
    const source = sourceId === undefined ? [] : [{ key: SOURCE_MODEL_TAG, value: sourceId }];
    const creation = { experimentId, name, type, sourceRunId: runId, params, tags: [...tags, ...source] };
    return client.models.create(creation);
  });
}

function isSame(logged: LoggedModel, { name, sourceId }: ModelFolder): boolean {
  if (sourceId === undefined) return logged.name === name;
  return logged.tags.some(({ key, value }) => key === SOURCE_MODEL_TAG && value === sourceId);
}

async function storeInRun(
  client: MlflowClient,
  run: RunHandle,
  model: ModelFolder,
): Promise<readonly string[]> {
  const { name, folder, files, describe } = model;
  const uuid = modelDigest(run.runId, model);
  const description = describe?.({ artifactPath: folder, runId: run.runId, uuid });
  const root = { artifactUri: run.artifactUri, below: `${folder}/` };
  const warnings = await putFiles(client, root, files, description?.mlmodel);
  if (description === undefined)
    return [...warnings, `model ${name} has no MLmodel file: to MLflow 2 it is a folder of files`];
  await client.transport.repeat(async () => {
    const { tags } = await client.run(run.runId);
    const history = tags.find((tag) => tag.key === HISTORY_TAG)?.value ?? "";
    if (!history.includes(uuid)) await client.recordModel(run.runId, description.record);
  });
  return warnings;
}

interface Root {
  readonly artifactUri: string;
  /** Folder with its slash, "" for the root. */
  readonly below: string;
}

/** The MLmodel file goes last. */
async function putFiles(
  client: MlflowClient,
  { artifactUri, below }: Root,
  files: ReadonlyMap<string, string>,
  mlmodel: string | undefined,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const [path, file] of files)
    warnings.push(...(await client.artifacts.put(artifactUri, below + path, file)));
  if (mlmodel === undefined) return warnings;
  const folder = await mkdtemp(join(tmpdir(), "stm32ai-mlmodel-"));
  try {
    const file = join(folder, randomUUID());
    await writeFile(file, mlmodel);
    warnings.push(...(await client.artifacts.put(artifactUri, below + MLMODEL_FILE, file)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return warnings;
}
