import { basename } from "node:path";
import type { ModelOutput, TensorSpec } from "./tracking-store.js";
import { yamlText } from "./yaml-text.js";

/** The file that makes a folder a model to MLflow. */
export const MLMODEL_FILE = "MLmodel";

export interface ModelPlace {
  /** Where the model's folder is: an address, or a path below the run's artifacts on 2.x servers. */
  readonly artifactPath: string;
  readonly runId: string;
  /** 32 hexadecimal digits, or the id of the logged model. */
  readonly uuid: string;
  /** Of a logged model of MLflow 3. */
  readonly modelId?: string;
}

/** What MLflow 2 keeps of a model in the tag `mlflow.log-model.history`. */
export interface ModelRecord {
  readonly run_id: string;
  readonly artifact_path: string;
  readonly utc_time_created: string;
  readonly model_uuid: string;
  readonly flavors: Readonly<Record<string, unknown>>;
}

/** @returns the record of a model. */
export function modelRecord(model: ModelOutput, place: ModelPlace): ModelRecord {
  return {
    run_id: place.runId,
    artifact_path: place.artifactPath,
    utc_time_created: utcTime(model.createdTime),
    model_uuid: place.uuid,
    flavors: flavorsOf(model),
  };
}

/** @returns the text of the MLmodel file: what the model is, its file and its signature, which MLflow's pages show. */
export function mlmodelText(model: ModelOutput, place: ModelPlace): string {
  const metadata = Object.fromEntries(model.params.map(({ key, value }) => [key, value]));
  return yamlText({
    ...modelRecord(model, place),
    flavors: flavorsOf(model),
    ...(place.modelId !== undefined && { model_id: place.modelId }),
    ...(model.params.length > 0 && { metadata }),
    signature: {
      inputs: tensorSchema(model.inputs),
      outputs: tensorSchema(model.outputs),
      params: null,
    },
  });
}

/** Its format, which names the file. */
function flavorsOf({ format, file }: ModelOutput): Readonly<Record<string, { readonly data: string }>> {
  return { [format]: { data: basename(file) } };
}

/** @returns MLflow's JSON of a list of tensors, as signatures and dataset schemas hold it. */
export function tensorSchema(tensors: readonly TensorSpec[]): string {
  return JSON.stringify(
    tensors.map(({ name, dtype, shape }) => ({ name, type: "tensor", "tensor-spec": { dtype, shape } })),
  );
}

/** Python's `str(datetime.utcnow())`. */
function utcTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "000");
}
