import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type ModelPlace, type ModelRecord, mlmodelText, modelRecord } from "./mlmodel.js";
import type { ModelOutput, Param, Tag } from "./tracking-store.js";

/** A model as stores keep it: a folder of files, one of which says where the folder is. */
export interface ModelFolder {
  readonly name: string;
  /** Where it lies below the run's artifacts on servers of MLflow 2; unique in the run. */
  readonly folder: string;
  /** Its id in the store that it was copied from: of one name a run may have many there. */
  readonly sourceId?: string;
  /** Path in the folder → file. */
  readonly files: ReadonlyMap<string, string>;
  /** Absent for a model that has no MLmodel file. */
  readonly describe?: (place: ModelPlace) => ModelDescription;
  /** What reads it: `onnx`, `tflite`, `keras`, … */
  readonly type: string;
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  /** Integer milliseconds since the epoch. */
  readonly createdTime: number;
  /** Of the run's output; a model that is none of the run's outputs has none. */
  readonly step?: number;
}

export interface ModelDescription {
  /** The text of the MLmodel file. */
  readonly mlmodel: string;
  /** What MLflow 2 keeps beside it. */
  readonly record: ModelRecord;
}

/** The tag of a copied model that holds its id in the store it came from. */
export const SOURCE_MODEL_TAG = "stm32ai.source_model_id";

/** @returns the folder of a model that a run made: its file and the MLmodel file. */
export function modelFolder(model: ModelOutput): ModelFolder {
  const { name, file, format, params, tags, createdTime, step = 0 } = model;
  return {
    name,
    folder: name,
    files: new Map([[basename(file), file]]),
    describe: (place) => ({ mlmodel: mlmodelText(model, place), record: modelRecord(model, place) }),
    type: format,
    params,
    tags,
    createdTime,
    step,
  };
}

/** @returns 32 hexadecimal digits that follow from the run and the model: a repeated call finds what it made. */
export function modelDigest(runId: string, { name, sourceId }: ModelFolder): string {
  return createHash("sha256")
    .update(`${runId}/${sourceId ?? name}`)
    .digest("hex")
    .slice(0, 32);
}
