import type { LogBatch } from "../tracking-store.js";

/** How much of a run was delivered, or is left. */
export interface Counts {
  readonly params: number;
  readonly tags: number;
  readonly metrics: number;
  readonly artifacts: number;
}

export const NOTHING: Counts = { params: 0, tags: 0, metrics: 0, artifacts: 0 };

/** @returns the counts with a batch and some artifacts added. */
export function addCounts(counts: Counts, batch: LogBatch, artifacts = 0): Counts {
  return {
    params: counts.params + batch.params.length,
    tags: counts.tags + batch.tags.length,
    metrics: counts.metrics + batch.metrics.length,
    artifacts: counts.artifacts + artifacts,
  };
}
