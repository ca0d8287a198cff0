import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { MLMODEL_FILE, type ModelPlace, mlmodelText, modelRecord } from "../mlmodel.js";
import type { ModelOutput, RunHandle } from "../tracking-store.js";
import { checkModelOutput } from "../validation/model-entities.js";
import { isBeforeLoggedModels, type LoggedModel } from "./logged-models.js";
import type { MlflowClient } from "./mlflow-client.js";

const HISTORY_TAG = "mlflow.log-model.history";

/**
 * Keeps a model that a run made: with MLflow 3 as a logged model and an output of the run, with 2.x as a folder of
 * the run's artifacts and in the tag `mlflow.log-model.history`. One of the same name is finished, not made again.
 * @returns warnings
 * @throws TrackingError
 */
export async function storeModel(
  client: MlflowClient,
  run: RunHandle,
  model: ModelOutput,
): Promise<readonly string[]> {
  checkModelOutput(model);
  let logged: LoggedModel;
  try {
    logged = await findOrCreate(client, run, model);
  } catch (error) {
    if (isBeforeLoggedModels(error)) return storeInRun(client, run, model);
    throw error;
  }
  const { modelId, artifactUri } = logged;
  if (logged.status !== "LOGGED_MODEL_READY") {
    await client.models.setRestOfParams(modelId, model.params);
    const place = { artifactPath: artifactUri, runId: run.runId, uuid: modelId, modelId };
    await putFiles(client, { artifactUri, below: "" }, model, place);
    await client.models.finalize(modelId, "LOGGED_MODEL_READY");
  }
  await client.models.linkToRun(run.runId, modelId, model.step ?? 0);
  return [];
}

/** Looks before it makes, and again after an answer that was lost. */
function findOrCreate(client: MlflowClient, run: RunHandle, model: ModelOutput): Promise<LoggedModel> {
  const { experimentId, runId } = run;
  return client.transport.repeat(async () => {
    const [known] = await client.models.ofRun(experimentId, runId, model.name);
    if (known) return known;
    const { name, format, params, tags } = model;
    return client.models.create({ experimentId, name, type: format, sourceRunId: runId, params, tags });
  });
}

async function storeInRun(
  client: MlflowClient,
  run: RunHandle,
  model: ModelOutput,
): Promise<readonly string[]> {
  const uuid = createHash("sha256").update(`${run.runId}/${model.name}`).digest("hex").slice(0, 32);
  const place = { artifactPath: model.name, runId: run.runId, uuid };
  await putFiles(client, { artifactUri: run.artifactUri, below: `${model.name}/` }, model, place);
  await client.transport.repeat(async () => {
    const { tags } = await client.run(run.runId);
    const history = tags.find(({ key }) => key === HISTORY_TAG)?.value ?? "";
    if (!history.includes(uuid)) await client.recordModel(run.runId, modelRecord(model, place));
  });
  return [];
}

interface Root {
  readonly artifactUri: string;
  /** Folder with its slash, "" for the root. */
  readonly below: string;
}

async function putFiles(
  client: MlflowClient,
  { artifactUri, below }: Root,
  model: ModelOutput,
  place: ModelPlace,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "stm32ai-mlmodel-"));
  try {
    const mlmodel = join(folder, randomUUID());
    await writeFile(mlmodel, mlmodelText(model, place));
    await client.artifacts.put(artifactUri, below + basename(model.file), model.file);
    await client.artifacts.put(artifactUri, below + MLMODEL_FILE, mlmodel);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
