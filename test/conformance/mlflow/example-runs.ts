/** The content of the golden example store, as make_filestore.py writes it, told to a store of ours. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type {
  DatasetInput,
  FinalStatus,
  MetricPoint,
  Param,
  RunHandle,
  TrackingStore,
} from "../../../src/tracking/tracking-store.js";

export const EXPERIMENT_ID = "412345678901234567";

const STATUS: Readonly<Record<number, FinalStatus>> = { 3: "FINISHED", 4: "FAILED", 5: "KILLED" };
const PARENT_TAG = "mlflow.parentRunId";

/** @returns every run of the example by its id there, parents first, as `store` has it. */
export async function writeExample(example: string, store: TrackingStore): Promise<Map<string, RunHandle>> {
  const folder = join(example, EXPERIMENT_ID);
  const { name: experiment } = metaOf(folder);
  const runs = new Map<string, RunHandle>();
  for (const id of readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .sort()) {
    const source = join(folder, id);
    const meta = metaOf(source);
    const tags = valuesOf(join(source, "tags")).map(({ key, value }) => ({
      key,
      value: key === PARENT_TAG ? (runs.get(value)?.runId ?? value) : value,
    }));
    const run = await store.openRun({
      clientId: id,
      experiment: String(experiment),
      name: String(meta.run_name),
      user: String(meta.user_id),
      startTime: Number(meta.start_time),
      tags,
    });
    runs.set(id, run);
    const metrics = valuesOf(join(source, "metrics")).flatMap(({ key, value }) => pointsOf(key, value));
    await store.logBatch(run, { params: valuesOf(join(source, "params")), tags: [], metrics });
    await store.logInputs(run, inputsOf(folder, source));
    const artifacts = join(source, "artifacts");
    for (const path of filesBelow(artifacts)) await store.putArtifact(run, path, join(artifacts, path));
    await store.finishRun(run, STATUS[Number(meta.status)] ?? "KILLED", Number(meta.end_time));
  }
  return runs;
}

/** @returns the paths of the files below a folder, none when there is no folder. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

/** @returns the fields of a folder's meta.yaml. */
export function metaOf(folder: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(join(folder, "meta.yaml"), "utf8"), { version: "1.1" });
}

function valuesOf(folder: string): Param[] {
  return filesBelow(folder).map((key) => ({ key, value: readFileSync(join(folder, key), "utf8") }));
}

function pointsOf(key: string, text: string): MetricPoint[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => {
    const [timestamp, value, step] = line.split(" ").map(Number);
    return { key, timestamp: timestamp ?? 0, value: value ?? 0, step: step ?? 0 };
  });
}

function inputsOf(experiment: string, run: string): DatasetInput[] {
  if (!readdirSync(run).includes("inputs")) return [];
  return readdirSync(join(run, "inputs")).map((id) => {
    const link = metaOf(join(run, "inputs", id));
    const dataset = metaOf(join(experiment, "datasets", String(link.source_id)));
    const tags = new Map(Object.entries(Object(link.tags)));
    return {
      name: String(dataset.name),
      digest: String(dataset.digest),
      sourceType: String(dataset.source_type),
      source: String(dataset.source),
      schema: String(dataset.schema),
      profile: String(dataset.profile),
      context: String(tags.get("mlflow.data.context")),
    };
  });
}
