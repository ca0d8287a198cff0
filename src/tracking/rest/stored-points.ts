import type { LogBatch, MetricPoint } from "../tracking-store.js";
import type { MlflowClient } from "./mlflow-client.js";

/**
 * For a batch whose first sending got no answer: a server on a file store keeps a repeated metric point twice.
 * @returns the batch without the metric points that the run has already
 */
export async function withoutStored(client: MlflowClient, runId: string, batch: LogBatch): Promise<LogBatch> {
  const missing = new Map(batch.metrics.map((point) => [identity(point), point]));
  for (const key of new Set(batch.metrics.map((point) => point.key))) {
    for await (const point of client.metricHistory(runId, key)) missing.delete(identity(point));
  }
  return { ...batch, metrics: [...missing.values()] };
}

function identity({ key, timestamp, value, step }: MetricPoint): string {
  return JSON.stringify([key, timestamp, value, step]);
}
