import type { LogBatch, MetricPoint, Param, Tag } from "../tracking-store.js";

const MAX_METRICS = 1000;
const MAX_PARAMS = 100;
const MAX_TAGS = 100;
const MAX_ENTRIES = 1000;
/** MLflow documents 1 MB a request; the rest is room for the envelope. */
const MAX_BYTES = 950_000;

type Entry =
  | { readonly kind: "params"; readonly entry: Param }
  | { readonly kind: "tags"; readonly entry: Tag }
  | { readonly kind: "metrics"; readonly entry: MetricPoint };

/** @returns the batch in order, cut into parts that keep every limit of log-batch; none for an empty batch. */
export function logBatches(batch: LogBatch): LogBatch[] {
  const parts: LogBatch[] = [];
  let part = emptyPart();
  for (const entry of entriesOf(batch)) {
    const bytes = Buffer.byteLength(JSON.stringify(entry.entry)) + 1;
    if (!hasRoom(part, entry.kind, bytes)) {
      parts.push(part.batch);
      part = emptyPart();
    }
    add(part, entry, bytes);
  }
  return part.count === 0 ? parts : [...parts, part.batch];
}

/** @returns two halves of a batch of at least two entries. */
export function halves(batch: LogBatch): readonly [LogBatch, LogBatch] {
  const entries = [...entriesOf(batch)];
  const middle = Math.ceil(entries.length / 2);
  return [batchOf(entries.slice(0, middle)), batchOf(entries.slice(middle))];
}

/** @returns how many entries a batch has. */
export function sizeOf(batch: LogBatch): number {
  return batch.params.length + batch.tags.length + batch.metrics.length;
}

interface Part {
  readonly batch: { params: Param[]; tags: Tag[]; metrics: MetricPoint[] };
  count: number;
  bytes: number;
}

const LIMITS = { params: MAX_PARAMS, tags: MAX_TAGS, metrics: MAX_METRICS };

function emptyPart(): Part {
  return { batch: { params: [], tags: [], metrics: [] }, count: 0, bytes: 0 };
}

function hasRoom(part: Part, kind: Entry["kind"], bytes: number): boolean {
  if (part.count === 0) return true;
  return (
    part.count < MAX_ENTRIES && part.bytes + bytes <= MAX_BYTES && part.batch[kind].length < LIMITS[kind]
  );
}

function add(part: Part, { kind, entry }: Entry, bytes: number): void {
  if (kind === "metrics") part.batch.metrics.push(entry);
  else part.batch[kind].push(entry);
  part.count += 1;
  part.bytes += bytes;
}

function* entriesOf(batch: LogBatch): Generator<Entry> {
  for (const entry of batch.params) yield { kind: "params", entry };
  for (const entry of batch.tags) yield { kind: "tags", entry };
  for (const entry of batch.metrics) yield { kind: "metrics", entry };
}

function batchOf(entries: readonly Entry[]): LogBatch {
  const part = emptyPart();
  for (const entry of entries) add(part, entry, 0);
  return part.batch;
}
