/**
 * MLflow without Python, public as `stm32ai_main/mlflow`: a REST client, a writer of MLflow's file store, and the
 * delivery of a run's journal to either.
 *
 * @example
 * const target = parseTrackingUri("http://127.0.0.1:5000", process.cwd());
 * if (target.kind === "server") {
 *   const client = new MlflowClient(target);
 *   const experimentId = await client.ensureExperiment("pose_estimation");
 *   const run = await client.createRun({ experimentId, name: "first", startTime: Date.now() });
 *   await client.logBatch(run.runId, { params: [{ key: "operation_mode", value: "chain_qb" }] });
 *   await client.updateRun(run.runId, { status: "FINISHED", endTime: Date.now() });
 *   await client.close();
 * }
 */
export { type ConnectOptions, connect } from "./connect.js";
export type { Counts } from "./delivery/counts.js";
export {
  Delivery,
  type DeliveryOptions,
  type DeliveryReport,
  deliver,
  type FinishOptions,
} from "./delivery/delivery.js";
export type { Left } from "./delivery/left.js";
export {
  MLMODEL_FILE,
  type ModelPlace,
  type ModelRecord,
  mlmodelText,
  modelRecord,
  tensorSchema,
} from "./mlmodel.js";
export type { FolderProgress } from "./rest/artifacts.js";
export type { Experiment, Run } from "./rest/entities.js";
export type { LoggedModel, LoggedModels, NewLoggedModel } from "./rest/logged-models.js";
export { MlflowClient, type MlflowClientOptions, type NewRun, type RunUpdate } from "./rest/mlflow-client.js";
export { DEFAULT_RETRY, type RetryPolicy } from "./retry.js";
export { TrackingError, type TrackingErrorCode, type TrackingErrorDetail } from "./tracking-error.js";
export {
  CLIENT_TAG,
  type DatasetInput,
  type FinalStatus,
  type LogBatch,
  type MetricPoint,
  type ModelOutput,
  type Param,
  type PutOptions,
  type RunHandle,
  type RunSpec,
  type Tag,
  type TensorSpec,
  type TrackingStore,
} from "./tracking-store.js";
export { findViewer, isOnPath, type Viewer, type ViewerQuestion } from "./ui.js";
export { type FolderTarget, parseTrackingUri, type ServerTarget, type TrackingTarget } from "./uri.js";
export { isValidKey, MAX_KEY_LENGTH, toValidKey } from "./validation/key.js";
export { MAX_DIGEST_LENGTH } from "./validation/model-entities.js";
export { MAX_PARAM_LENGTH, MAX_TAG_LENGTH } from "./validation/text.js";
