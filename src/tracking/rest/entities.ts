import { TrackingError } from "../tracking-error.js";
import type { MetricPoint, Param, RunHandle, Tag } from "../tracking-store.js";
import type { JsonObject } from "./transport.js";

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly deleted: boolean;
}

export interface Run extends RunHandle {
  readonly name: string;
  /** RUNNING, SCHEDULED, FINISHED, FAILED or KILLED. */
  readonly status: string;
  readonly deleted: boolean;
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  /** The latest point of each metric. */
  readonly metrics: readonly MetricPoint[];
}

/** @returns the experiment in MLflow's JSON. @throws TrackingError when it is none. */
export function readExperiment(value: unknown): Experiment {
  const record = asObject(value, "experiment");
  return {
    experimentId: asText(record.experiment_id, "experiment_id"),
    name: asText(record.name, "name"),
    artifactLocation: asText(record.artifact_location ?? "", "artifact_location"),
    deleted: record.lifecycle_stage === "deleted",
  };
}

/** @returns the run in MLflow's JSON, where absent lists mean empty ones. @throws TrackingError when it is none. */
export function readRun(value: unknown): Run {
  const record = asObject(value, "run");
  const info = asObject(record.info, "info");
  const data = asObject(record.data ?? {}, "data");
  return {
    experimentId: asText(info.experiment_id, "experiment_id"),
    runId: asText(info.run_id ?? info.run_uuid, "run_id"),
    artifactUri: asText(info.artifact_uri ?? "", "artifact_uri"),
    name: asText(info.run_name ?? "", "run_name"),
    status: asText(info.status ?? "RUNNING", "status"),
    deleted: info.lifecycle_stage === "deleted",
    params: asList(data.params).map(readPair),
    tags: asList(data.tags).map(readPair),
    metrics: asList(data.metrics).map(readMetric),
  };
}

/** @returns the parameter or tag in MLflow's JSON. @throws TrackingError when it is none. */
export function readPair(value: unknown): Param {
  const record = asObject(value, "entry");
  return { key: asText(record.key, "key"), value: asText(record.value ?? "", "value") };
}

/** int64 fields may come as numbers or as text; a step of 0 may be left out. */
export function readMetric(value: unknown): MetricPoint {
  const record = asObject(value, "metric");
  return {
    key: asText(record.key, "key"),
    value: readMetricValue(record.value),
    timestamp: Number(record.timestamp ?? 0),
    step: Number(record.step ?? 0),
  };
}

function readMetricValue(value: unknown): MetricPoint["value"] {
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return value;
  return Number(value ?? 0);
}

/** @returns the value when it is a JSON object. @throws TrackingError */
export function asObject(value: unknown, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw malformed(what);
}

/** @returns the list, or an empty one when it is absent. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @returns the value when it is text. @throws TrackingError */
export function asText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw malformed(what);
}

function malformed(what: string): TrackingError {
  return new TrackingError(`The server's answer has no valid "${what}": is it an MLflow server?`, {
    code: "refused",
  });
}
