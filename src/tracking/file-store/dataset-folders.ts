import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../../disk/make-folder.js";
import type { DatasetInput, RunHandle } from "../tracking-store.js";
import { type YamlFields, yamlText } from "../yaml-text.js";
import { META_FILE } from "./meta-yaml.js";
import { type Staging, writeDurably } from "./staging.js";

/** Notes a dataset in the experiment and as an input of the run, each a single time. */
export async function noteDataset(
  experimentFolder: string,
  run: RunHandle,
  input: DatasetInput,
  staging: Staging,
): Promise<void> {
  const { name, digest, source, sourceType, schema = "", profile = "", context } = input;
  const datasetId = md5(name, digest);
  const inputId = md5(datasetId, run.runId);
  const dataset = { digest, name, profile, schema, source, source_type: sourceType };
  const link = {
    destination_id: datasetId,
    destination_type: "RUN",
    source_id: datasetId,
    source_type: "DATASET",
    tags: context === undefined ? {} : { "mlflow.data.context": context },
  };
  await createMetaFolder(join(experimentFolder, "datasets", datasetId), dataset, staging);
  await createMetaFolder(join(experimentFolder, run.runId, "inputs", inputId), link, staging);
}

async function createMetaFolder(folder: string, fields: YamlFields, staging: Staging): Promise<void> {
  if (existsSync(join(folder, META_FILE))) return;
  makeFolder(dirname(folder));
  await staging.createFolder(folder, (staged) => writeDurably(join(staged, META_FILE), yamlText(fields)));
}

/** MLflow's ids: the digest of the texts one after the other. */
function md5(...texts: string[]): string {
  return createHash("md5").update(texts.join("")).digest("hex");
}
