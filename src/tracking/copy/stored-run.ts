import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Meta, readMeta } from "../file-store/meta-yaml.js";
import { filesBelow } from "../files-below.js";
import { folderEntries } from "../folder-entries.js";
import { textOf } from "../text-of.js";
import { type DatasetInput, type FinalStatus, PARENT_TAG, type Param, type Tag } from "../tracking-store.js";

/** A run as a file store holds it, but for its metrics and files, which may be many. */
export interface StoredRun {
  readonly runId: string;
  /** Absolute. */
  readonly folder: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  readonly startTime: number;
  /** Absent while it runs. */
  readonly end?: { readonly status: FinalStatus; readonly time: number };
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  readonly inputs: readonly DatasetInput[];
}

const EXPERIMENT_ID = /^[a-zA-Z0-9][\w-]{0,63}$/;
const RUN_ID = /^[0-9a-f]{32}$/;
const FINAL: ReadonlyMap<unknown, FinalStatus> = new Map([
  [3, "FINISHED"],
  [4, "FAILED"],
  [5, "KILLED"],
]);

/** @returns whether a folder is a store: one with an experiment in it. */
export async function isFileStore(root: string): Promise<boolean> {
  for await (const _ of experiments(root)) return true;
  return false;
}

/** Gives the runs of a file store, parents before their children; what was deleted is left out. */
export async function* storedRuns(root: string): AsyncGenerator<StoredRun> {
  const places: RunPlace[] = [];
  for await (const { folder, name } of experiments(root)) {
    for (const runId of await names(folder)) {
      const run = join(folder, runId);
      if (!RUN_ID.test(runId)) continue;
      places.push({ runId, folder: run, experiment: name, parent: textOf(join(run, "tags", PARENT_TAG)) });
    }
  }
  for (const place of parentsFirst(places)) yield* activeRun(place);
}

interface RunPlace extends Pick<StoredRun, "runId" | "folder" | "experiment"> {
  readonly parent: string | undefined;
}

/** Gives each once. Runs that name each other in a circle have no first: the circle is cut where it was entered. */
function* parentsFirst(places: readonly RunPlace[]): Generator<RunPlace> {
  const byId = new Map<string | undefined, RunPlace>(places.map((place) => [place.runId, place]));
  const given = new Set<RunPlace>();
  for (const place of places) {
    const line: RunPlace[] = [];
    for (let at: RunPlace | undefined = place; at && !given.has(at); at = byId.get(at.parent)) {
      given.add(at);
      line.push(at);
    }
    yield* line.reverse();
  }
}

async function* experiments(root: string): AsyncGenerator<{ folder: string; name: string }> {
  for (const id of await names(root)) {
    const folder = join(root, id);
    const meta = EXPERIMENT_ID.test(id) ? await readMeta(folder) : undefined;
    const name = meta?.get("name");
    if (meta?.has("experiment_id") && typeof name === "string" && isActive(meta)) yield { folder, name };
  }
}

async function* activeRun({ folder, experiment }: RunPlace): AsyncGenerator<StoredRun> {
  const meta = await readMeta(folder);
  const runId = meta?.get("run_id");
  if (meta === undefined || typeof runId !== "string" || !isActive(meta)) return;
  const tags = await pairs(join(folder, "tags"));
  const named = tags.find(({ key }) => key === "mlflow.runName")?.value;
  const status = FINAL.get(meta.get("status"));
  const end = status && { status, time: integer(meta.get("end_time")) };
  yield {
    runId,
    folder,
    experiment,
    name: text(meta.get("run_name")) || named || runId,
    user: text(meta.get("user_id")),
    startTime: integer(meta.get("start_time")),
    ...(end && { end }),
    params: await pairs(join(folder, "params")),
    tags,
    inputs: await inputsOf(folder),
  };
}

/** @returns the values in a folder of them: a key with slashes is a file in folders. */
export async function pairs(folder: string): Promise<Param[]> {
  const found: Param[] = [];
  for await (const key of filesBelow(folder))
    found.push({ key, value: await readFile(join(folder, key), "utf8") });
  return found;
}

async function inputsOf(run: string): Promise<DatasetInput[]> {
  const found: DatasetInput[] = [];
  for (const name of await names(join(run, "inputs"))) {
    const input = await readMeta(join(run, "inputs", name));
    const id = text(input?.get("source_id"));
    const dataset = /^[\w-]+$/.test(id) ? await readMeta(join(run, "..", "datasets", id)) : undefined;
    if (dataset !== undefined) found.push(datasetOf(dataset, input?.get("tags")));
  }
  return found;
}

function datasetOf(dataset: Meta, tags: unknown): DatasetInput {
  const context = tags instanceof Map ? tags.get("mlflow.data.context") : undefined;
  const optional = (key: "schema" | "profile") => {
    const value = dataset.get(key);
    return typeof value === "string" ? { [key]: value } : {};
  };
  return {
    name: text(dataset.get("name")),
    digest: text(dataset.get("digest")),
    sourceType: text(dataset.get("source_type")),
    source: text(dataset.get("source")),
    ...optional("schema"),
    ...optional("profile"),
    ...(typeof context === "string" && { context }),
  };
}

/** @returns whether a run, a model or an experiment was not deleted. */
export function isActive(meta: Meta): boolean {
  return meta.get("lifecycle_stage") !== "deleted";
}

/**
 * @returns the names in a folder, in order; none where there is no folder
 * @throws TrackingError `disk` for a folder that cannot be read
 */
export async function names(folder: string): Promise<string[]> {
  return (await folderEntries(folder)).map(({ name }) => name).toSorted();
}

/** @returns the text of a field: YAML reads an id of digits as a number, which a name never should be. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** @returns the number of a field, 0 where it is none. */
export function integer(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
