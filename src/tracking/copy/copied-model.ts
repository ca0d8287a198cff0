import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { filesBelow } from "../files-below.js";
import { MLMODEL_FILE, type ModelPlace } from "../mlmodel.js";
import { type ModelDescription, type ModelFolder, SOURCE_MODEL_TAG } from "../model-folder.js";
import type { StoredModel } from "./stored-models.js";

/**
 * @param isAlone whether no other model of the run has its name
 * @returns a stored model as it is kept elsewhere: all the same but for where it is
 */
export async function copiedModel(model: StoredModel, isAlone: boolean): Promise<ModelFolder> {
  const { modelId, name, type, params, createdTime, step } = model;
  const root = join(model.folder, "artifacts");
  const files = new Map<string, string>();
  for await (const path of filesBelow(root)) files.set(path, join(root, path));
  files.delete(MLMODEL_FILE);
  const text = await readFile(join(root, MLMODEL_FILE), "utf8").catch(() => undefined);
  const describe = text === undefined ? undefined : descriptionOf(text);
  return {
    name,
    folder: isAlone ? name : `${name}_${modelId}`,
    sourceId: modelId,
    files,
    ...(describe && { describe }),
    type,
    params,
    tags: model.tags.filter(({ key }) => key !== SOURCE_MODEL_TAG),
    createdTime,
    ...(step !== undefined && { step }),
  };
}

/** @returns undefined when the text is no MLmodel file: then the place in it cannot be changed. */
function descriptionOf(text: string): ((place: ModelPlace) => ModelDescription) | undefined {
  const stored = parseDocument(text, { version: "1.1", logLevel: "silent" });
  if (stored.errors.length > 0 || !isMap(stored.contents)) return undefined;
  return (place) => {
    const document = stored.clone();
    const created = String(document.get("utc_time_created") ?? "");
    const flavors: unknown = document.toJS().flavors ?? {};
    const { artifactPath, runId, uuid, modelId } = place;
    const where = { artifact_path: artifactPath, run_id: runId, model_uuid: uuid };
    for (const [key, value] of Object.entries(where)) document.set(key, value);
    if (modelId === undefined) document.delete("model_id");
    else document.set("model_id", modelId);
    const record = { ...where, utc_time_created: created, flavors: asRecord(flavors) };
    return { mlmodel: document.toString({ lineWidth: 0 }), record };
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
