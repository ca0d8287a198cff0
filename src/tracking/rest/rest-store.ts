import { type ModelFolder, modelFolder } from "../model-folder.js";
import { TrackingError } from "../tracking-error.js";
import {
  CLIENT_TAG,
  type DatasetInput,
  type FinalStatus,
  type LogBatch,
  type ModelOutput,
  type PutOptions,
  type RunHandle,
  type RunSpec,
  type TrackingStore,
} from "../tracking-store.js";
import { checkModelOutput } from "../validation/model-entities.js";
import type { Run } from "./entities.js";
import { halves, logBatches, sizeOf } from "./log-batches.js";
import type { MlflowClient } from "./mlflow-client.js";
import { storeModel } from "./model-store.js";
import { StoredPoints } from "./stored-points.js";

/** Keeps runs on an MLflow server. */
export class RestStore implements TrackingStore {
  readonly location: string;
  readonly #client: MlflowClient;
  /** By run, while every answer is known: after a lost one the server is asked again what it has. */
  readonly #stored = new Map<string, StoredPoints>();

  constructor(client: MlflowClient) {
    this.#client = client;
    this.location = client.url;
  }

  async hasRun(handle: RunHandle): Promise<boolean> {
    try {
      refuseDeleted(await this.#client.run(handle.runId), this.location);
      return true;
    } catch (error) {
      if (error instanceof TrackingError && error.code === "not_found") return false;
      throw error;
    }
  }

  /** Looks before it makes, and again after an answer that was lost: a create must not happen twice. */
  async openRun(spec: RunSpec): Promise<RunHandle> {
    const experimentId = await this.#client.ensureExperiment(spec.experiment);
    const run = await this.#client.transport.repeat(async () => {
      const known = await this.#client.runsWithTag(experimentId, { key: CLIENT_TAG, value: spec.clientId });
      return known[0] ?? this.#create(experimentId, spec);
    });
    refuseDeleted(run, this.location);
    if (run.status !== "RUNNING") await this.#client.updateRun(run.runId, { status: "RUNNING" });
    return { experimentId, runId: run.runId, artifactUri: run.artifactUri };
  }

  async logBatch(run: RunHandle, batch: LogBatch): Promise<readonly string[]> {
    const warnings: string[] = [];
    for (const part of logBatches(batch)) warnings.push(...(await this.#logPart(run, part)));
    return warnings;
  }

  putArtifact(run: RunHandle, path: string, file: string, options?: PutOptions): Promise<readonly string[]> {
    return this.#client.artifacts.put(run.artifactUri, path, file, options);
  }

  async logInputs(run: RunHandle, inputs: readonly DatasetInput[]): Promise<readonly string[]> {
    await this.#client.logInputs(run.runId, inputs);
    return [];
  }

  async logModel(run: RunHandle, model: ModelOutput): Promise<readonly string[]> {
    checkModelOutput(model);
    return this.copyModel(run, modelFolder(model));
  }

  copyModel(run: RunHandle, model: ModelFolder): Promise<readonly string[]> {
    return storeModel(this.#client, run, model);
  }

  async finishRun(run: RunHandle, status: FinalStatus, endTime: number): Promise<void> {
    await this.#client.updateRun(run.runId, { status, endTime });
    this.#stored.delete(run.runId);
  }

  placeOf(run: RunHandle): string {
    return this.#client.pageOf(run);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #create(experimentId: string, spec: RunSpec): Promise<Run> {
    const tags = [...spec.tags, { key: CLIENT_TAG, value: spec.clientId }];
    const { name, user, startTime } = spec;
    const run = await this.#client.createRun({ experimentId, name, user, startTime, tags });
    this.#stored.set(run.runId, StoredPoints.none(this.#client, run.runId));
    return run;
  }

  /** Sends what the server has not got of a part. */
  #send(runId: string, part: LogBatch): Promise<void> {
    return this.#client.transport.repeat(async () => {
      const stored = this.#stored.get(runId) ?? (await StoredPoints.read(this.#client, runId));
      this.#stored.set(runId, stored);
      const rest = await stored.without(part);
      if (sizeOf(rest) === 0) return;
      try {
        await this.#client.logBatchOnce(runId, rest);
      } catch (error) {
        if (!hasStoredNothing(error)) this.#stored.delete(runId);
        throw error;
      }
    });
  }

  /** A part that the server refuses for one entry is halved until that entry stands alone and can be named. */
  async #logPart(run: RunHandle, part: LogBatch): Promise<readonly string[]> {
    try {
      await this.#send(run.runId, part);
      return [];
    } catch (error) {
      if (!(error instanceof TrackingError) || !blamesAnEntry(error)) throw error;
      if (sizeOf(part) === 1) return [`${nameOf(part)} was not stored: ${error.message}`];
      const [first, second] = halves(part);
      return [...(await this.#logPart(run, first)), ...(await this.#logPart(run, second))];
    }
  }
}

/**
 * With a 400 that is final nothing of a part is stored; a file-store server answers 500 and keeps what came before the
 * bad entry.
 */
function hasStoredNothing(error: unknown): boolean {
  return (
    error instanceof TrackingError &&
    (error.code === "invalid_value" || (error.status === 400 && !error.passing))
  );
}

function blamesAnEntry(error: TrackingError): boolean {
  if (error.code === "invalid_value") return true;
  return error.code === "refused" && (error.status === 400 || error.status === 500);
}

function nameOf(part: LogBatch): string {
  const [param] = part.params;
  const [tag] = part.tags;
  if (param) return `param ${JSON.stringify(param.key)}`;
  return tag ? `tag ${JSON.stringify(tag.key)}` : `metric ${JSON.stringify(part.metrics[0]?.key)}`;
}

function refuseDeleted(run: Run, server: string): void {
  if (!run.deleted) return;
  throw new TrackingError(
    `The run ${JSON.stringify(run.name)} was deleted on ${server}: mlflow runs restore --run-id ${run.runId} brings it back`,
    { code: "deleted" },
  );
}
