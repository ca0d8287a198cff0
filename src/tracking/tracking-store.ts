import type { ModelFolder } from "./model-folder.js";

/**
 * What a delivery needs of the place that keeps runs. The REST client and the local file store both are one;
 * every method may be repeated with the same arguments without storing anything twice.
 */

export interface Param {
  readonly key: string;
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface MetricPoint {
  readonly key: string;
  readonly value: number | "NaN" | "Infinity" | "-Infinity";
  /** Integer milliseconds since the epoch. */
  readonly timestamp: number;
  readonly step: number;
}

export interface LogBatch {
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  readonly metrics: readonly MetricPoint[];
}

export type FinalStatus = "FINISHED" | "FAILED" | "KILLED";

export interface RunSpec {
  /** Unique to the run, chosen by the client: what finds it again after a lost answer. */
  readonly clientId: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  /** Integer milliseconds since the epoch. */
  readonly startTime: number;
  readonly tags: readonly Tag[];
}

export interface RunHandle {
  readonly experimentId: string;
  readonly runId: string;
  readonly artifactUri: string;
}

/** A dataset that a run used. The texts hold JSON, as MLflow keeps them. */
export interface DatasetInput {
  readonly name: string;
  /** Tells versions of a dataset apart, `MAX_DIGEST_LENGTH` characters at most. */
  readonly digest: string;
  /** MLflow's word for the kind of source: `local`, `http`, `s3`, `code`, … */
  readonly sourceType: string;
  /** `{"uri": "../datasets/COCO_2017_person"}` */
  readonly source: string;
  /** `{"mlflow_colspec": […]}` or `{"mlflow_tensorspec": {…}}` */
  readonly schema?: string;
  /** `{"num_rows": 25646}` */
  readonly profile?: string;
  /** What the run used it for, the tag `mlflow.data.context`: `quantization`, `test`, … */
  readonly context?: string;
}

/** One tensor of a model's signature. */
export interface TensorSpec {
  readonly name: string;
  /** NumPy's name of the element type: `float32`, `int8`, `uint8`, … */
  readonly dtype: string;
  /** -1 where a size is open. */
  readonly shape: readonly number[];
}

/** A model that a run made. */
export interface ModelOutput {
  /** Unique in the run; MLflow allows none of `/ : . % " '` in it. */
  readonly name: string;
  /** Absolute path of the model's file, kept under its own name. */
  readonly file: string;
  /** What reads it: `onnx`, `tflite`, `keras`, … */
  readonly format: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  /** Integer milliseconds since the epoch. */
  readonly createdTime: number;
  readonly step?: number;
}

export interface PutOptions {
  /** Told how many bytes of the file have gone so far; starts again with a repeated upload. */
  readonly onProgress?: (sentBytes: number) => void;
}

export interface TrackingStore {
  /** Address or folder, for people; without credentials. */
  readonly location: string;
  /** @returns whether the run is still there. @throws TrackingError `deleted` when it was deleted. */
  hasRun(run: RunHandle): Promise<boolean>;
  /** @returns the run with this client id, made when absent, its status RUNNING. */
  openRun(spec: RunSpec): Promise<RunHandle>;
  /** @returns warnings about entries that this store could not keep as they are. */
  logBatch(run: RunHandle, batch: LogBatch): Promise<readonly string[]>;
  /** Stores one file under `path` (forward slashes, relative) of the run's artifacts. @returns warnings. */
  putArtifact(run: RunHandle, path: string, file: string, options?: PutOptions): Promise<readonly string[]>;
  /** Notes datasets that the run used; one of the same name and digest is noted once. @returns warnings. */
  logInputs(run: RunHandle, inputs: readonly DatasetInput[]): Promise<readonly string[]>;
  /** Keeps a model that the run made: its file, signature, parameters and tags. @returns warnings. */
  logModel(run: RunHandle, model: ModelOutput): Promise<readonly string[]>;
  /** Keeps a model that was copied from another store, with all its files. @returns warnings. */
  copyModel(run: RunHandle, model: ModelFolder): Promise<readonly string[]>;
  finishRun(run: RunHandle, status: FinalStatus, endTime: number): Promise<void>;
  /** @returns where people find the run: the page's address or the run's folder. */
  placeOf(run: RunHandle): string;
  close(): Promise<void>;
}

/** The tag that carries `RunSpec.clientId`. */
export const CLIENT_TAG = "stm32ai.run_id";
/** MLflow's tag of a run below another one: that one's id in the same store. */
export const PARENT_TAG = "mlflow.parentRunId";
