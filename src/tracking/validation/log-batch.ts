import { TrackingError } from "../tracking-error.js";
import type { LogBatch, MetricPoint } from "../tracking-store.js";
import { isValidKey } from "./key.js";

/**
 * Refuses what a server would answer with 200 and silently drop, together with everything after it in the request.
 * @throws TrackingError `invalid_value` that names the entry
 */
export function checkLogBatch(batch: LogBatch): void {
  for (const metric of batch.metrics) checkMetric(metric);
  for (const [kind, entries] of [["parameter", batch.params] as const, ["tag", batch.tags] as const]) {
    for (const { key, value } of entries) {
      checkKey(kind, key);
      if (typeof value !== "string") throw invalid(`${kind} ${JSON.stringify(key)} must be text`);
    }
  }
}

function checkMetric(metric: MetricPoint): void {
  checkKey("metric", metric.key);
  const name = `metric ${JSON.stringify(metric.key)}`;
  if (!isMetricValue(metric.value)) {
    throw invalid(`${name}: its value must be a finite number, "NaN", "Infinity" or "-Infinity"`);
  }
  if (!isTimestamp(metric.timestamp)) {
    throw invalid(
      `${name}: its timestamp must be integer milliseconds since the epoch, not ${metric.timestamp}`,
    );
  }
  if (!Number.isSafeInteger(metric.step))
    throw invalid(`${name}: its step must be an integer, not ${metric.step}`);
}

/** @returns whether MLflow reads the value as a metric's. */
export function isMetricValue(value: unknown): value is MetricPoint["value"] {
  return Number.isFinite(value) || value === "NaN" || value === "Infinity" || value === "-Infinity";
}

/** @returns whether the value is a point of time that MLflow keeps as it is. */
export function isTimestamp(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function checkKey(kind: string, key: string): void {
  if (isValidKey(key)) return;
  throw invalid(
    `${kind} name ${JSON.stringify(key)} is not one that MLflow takes: letters, digits, "_", "-", ".", " ", ":" and ` +
      '"/" between non-empty parts, at most 250 characters',
  );
}

function invalid(message: string): TrackingError {
  return new TrackingError(message, { code: "invalid_value" });
}
