import { copyFileSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { withFolders } from "../../disk/make-folder.js";
import { diskError } from "../disk-error.js";
import { type ModelFolder, modelFolder } from "../model-folder.js";
import { replaceWhole } from "../replace-whole.js";
import { TrackingError } from "../tracking-error.js";
import {
  CLIENT_TAG,
  type DatasetInput,
  type FinalStatus,
  type LogBatch,
  type MetricPoint,
  type ModelOutput,
  type PutOptions,
  type RunHandle,
  type RunSpec,
  type TrackingStore,
} from "../tracking-store.js";
import { checkArtifactPath } from "../validation/artifact-path.js";
import { checkLogBatch } from "../validation/log-batch.js";
import { checkDatasetInput, checkModelOutput } from "../validation/model-entities.js";
import { noteDataset } from "./dataset-folders.js";
import { ensureExperiment, ensureRoot } from "./experiments.js";
import { readMeta } from "./meta-yaml.js";
import { MetricFiles } from "./metric-files.js";
import { createModelFolder, linkModel } from "./model-folders.js";
import { createRunFolder, runIdOf, writeStatus } from "./run-folder.js";
import { Staging } from "./staging.js";
import { keepFirst, keepLast } from "./value-files.js";

/** Bytes of a file that is copied in this thread: to hand it over to another one would cost more. */
const SMALL = 256 * 1024;
/** What a file system answers when a name clashes with another key (`a` and `a/b`) or is too long for it. */
const CLASHES = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

/** Keeps runs in a folder that MLflow opens as a file store. */
export class FileStore implements TrackingStore {
  readonly location: string;
  readonly #staging: Staging;
  readonly #metrics = new Map<string, MetricFiles>();

  /** @param root absolute path; made when absent */
  constructor(root: string) {
    this.location = root;
    this.#staging = new Staging(root);
  }

  async hasRun(run: RunHandle): Promise<boolean> {
    const meta = await readMeta(this.#folderOf(run));
    if (meta?.get("lifecycle_stage") !== "deleted") return meta !== undefined;
    throw new TrackingError(`The run ${run.runId} was deleted in ${this.location}`, { code: "deleted" });
  }

  async openRun(spec: RunSpec): Promise<RunHandle> {
    return this.#onDisk(async () => {
      await ensureRoot(this.location, this.#staging);
      const experimentId = await ensureExperiment(this.location, spec.experiment, this.#staging);
      const run = this.#handle(experimentId, runIdOf(spec.clientId));
      const tags = [...spec.tags, { key: CLIENT_TAG, value: spec.clientId }];
      const folder = this.#folderOf(run);
      const made = await createRunFolder(folder, experimentId, { ...spec, tags }, this.#staging);
      if (!made && (await this.hasRun(run))) await writeStatus(folder, "RUNNING", null, this.#staging);
      return run;
    });
  }

  async logBatch(run: RunHandle, batch: LogBatch): Promise<readonly string[]> {
    checkLogBatch(batch);
    const warnings: string[] = [];
    await this.#onDisk(async () => {
      const folder = this.#folderOf(run);
      for (const { key, value } of batch.params)
        warnings.push(...(await this.#writeParam(folder, key, value)));
      for (const { key, value } of batch.tags) {
        warnings.push(
          ...(await unlessClash(`tag ${key}`, () =>
            keepLast(join(folder, "tags", key), value, this.#staging),
          )),
        );
      }
      for (const [key, points] of groupByKey(batch.metrics)) {
        warnings.push(
          ...(await unlessClash(`metric ${key}`, () => this.#metricsOf(folder).append(key, points))),
        );
      }
    });
    return [...warnings, ...infinityWarnings(batch.metrics)];
  }

  async putArtifact(
    run: RunHandle,
    path: string,
    file: string,
    options: PutOptions = {},
  ): Promise<readonly string[]> {
    checkArtifactPath(path);
    const target = join(this.#folderOf(run), "artifacts", path);
    const partial = join(dirname(target), `.${basename(target)}.part`);
    await this.#onDisk(async () => {
      const copy = (aside: string) =>
        statSync(file).size <= SMALL ? copyFileSync(file, aside) : copyFile(file, aside);
      await withFolders([dirname(target)], () => replaceWhole(target, partial, copy));
      if (options.onProgress) options.onProgress(statSync(target).size);
    });
    return [];
  }

  async logInputs(run: RunHandle, inputs: readonly DatasetInput[]): Promise<readonly string[]> {
    for (const input of inputs) checkDatasetInput(input);
    const experiment = join(this.location, run.experimentId);
    await this.#onDisk(async () => {
      for (const input of inputs) await noteDataset(experiment, run, input, this.#staging);
    });
    return [];
  }

  async logModel(run: RunHandle, model: ModelOutput): Promise<readonly string[]> {
    checkModelOutput(model);
    return this.copyModel(run, modelFolder(model));
  }

  async copyModel(run: RunHandle, model: ModelFolder): Promise<readonly string[]> {
    const experiment = join(this.location, run.experimentId);
    await this.#onDisk(async () => {
      const modelId = await createModelFolder(experiment, run, model, this.#staging);
      if (model.step !== undefined) await linkModel(this.#folderOf(run), modelId, model.step, this.#staging);
    });
    return [];
  }

  async finishRun(run: RunHandle, status: FinalStatus, endTime: number): Promise<void> {
    await this.#onDisk(() => writeStatus(this.#folderOf(run), status, endTime, this.#staging));
  }

  placeOf(run: RunHandle): string {
    return this.#folderOf(run);
  }

  async close(): Promise<void> {
    this.#metrics.clear();
  }

  /** Parameters never change in MLflow: the first value stays. */
  async #writeParam(folder: string, key: string, value: string): Promise<readonly string[]> {
    const path = join(folder, "params", key);
    return unlessClash(
      `param ${key}`,
      () => keepFirst(path, value, this.#staging),
      (present) => present && `param ${key} keeps its first value ${JSON.stringify(present)}`,
    );
  }

  #metricsOf(folder: string): MetricFiles {
    const known = this.#metrics.get(folder) ?? new MetricFiles(folder, this.#staging);
    this.#metrics.set(folder, known);
    return known;
  }

  #handle(experimentId: string, runId: string): RunHandle {
    const artifacts = join(this.location, experimentId, runId, "artifacts");
    return { experimentId, runId, artifactUri: pathToFileURL(artifacts).href };
  }

  #folderOf(run: RunHandle): string {
    return join(this.location, run.experimentId, run.runId);
  }

  async #onDisk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw diskError(`The MLflow store ${this.location} cannot be written`, error);
    }
  }
}

function groupByKey(metrics: readonly MetricPoint[]): Map<string, MetricPoint[]> {
  const groups = new Map<string, MetricPoint[]>();
  for (const metric of metrics) {
    const group = groups.get(metric.key);
    if (group) group.push(metric);
    else groups.set(metric.key, [metric]);
  }
  return groups;
}

/** @returns warnings: that a name cannot be stored, or what `warningOf` says of what `write` returned. */
async function unlessClash<T>(
  name: string,
  write: () => Promise<T>,
  warningOf: (written: T) => string | undefined = () => undefined,
): Promise<readonly string[]> {
  try {
    const warning = warningOf(await write());
    return warning === undefined ? [] : [warning];
  } catch (error) {
    if (!(error instanceof Error && "code" in error && CLASHES.has(String(error.code)))) throw error;
    return [`${name} was not stored: a file store cannot hold this name beside the others`];
  }
}

function infinityWarnings(metrics: readonly MetricPoint[]): readonly string[] {
  const keys = metrics
    .filter(({ value }) => value === "Infinity" || value === "-Infinity")
    .map(({ key }) => key);
  return [...new Set(keys)].map((key) => `metric ${key} is infinite: kept as ±${Number.MAX_VALUE}`);
}
