import type { LogBatch, MetricPoint, Param, Tag } from "../tracking-store.js";
import type { Entry } from "./journal-mapping.js";

/** @returns the entries sorted by kind, in their order. */
export function batchOf(entries: readonly Entry[]): LogBatch {
  const batch: { params: Param[]; tags: Tag[]; metrics: MetricPoint[] } = {
    params: [],
    tags: [],
    metrics: [],
  };
  for (const entry of entries) {
    if (entry.kind === "param") batch.params.push(entry.entry);
    if (entry.kind === "tag") batch.tags.push(entry.entry);
    if (entry.kind === "metric") batch.metrics.push(entry.entry);
  }
  return batch;
}
