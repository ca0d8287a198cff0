import type { ModelRecord } from "../mlmodel.js";
import type { RetryPolicy } from "../retry.js";
import { TrackingError } from "../tracking-error.js";
import type { DatasetInput, FinalStatus, LogBatch, MetricPoint, RunHandle, Tag } from "../tracking-store.js";
import type { ServerTarget } from "../uri.js";
import { checkLogBatch, isTimestamp } from "../validation/log-batch.js";
import { checkDatasetInput } from "../validation/model-entities.js";
import { Artifacts } from "./artifacts.js";
import { authorization } from "./authorization.js";
import { asList, type Experiment, type Run, readExperiment, readMetric, readRun } from "./entities.js";
import { logBatches } from "./log-batches.js";
import { LoggedModels } from "./logged-models.js";
import { RestApi } from "./rest-api.js";
import { type JsonObject, Transport } from "./transport.js";

export interface MlflowClientOptions {
  /** Where MLFLOW_TRACKING_USERNAME, _PASSWORD and _TOKEN are read; the process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly retry?: RetryPolicy;
  /** Ends every request, present and future. */
  readonly signal?: AbortSignal;
}

export interface NewRun {
  readonly experimentId: string;
  readonly name: string;
  readonly user?: string;
  /** Integer milliseconds since the epoch. */
  readonly startTime: number;
  readonly tags?: readonly Tag[];
}

export interface RunUpdate {
  readonly status: FinalStatus | "RUNNING";
  /** Integer milliseconds since the epoch; MLflow does not fill it in. */
  readonly endTime?: number;
}

/** Points a request of a metric's history. */
const HISTORY_PAGE = 10_000;

/** MLflow's REST interface, version 2.0, as 2.22 and 3.x servers speak it. Every method may throw a TrackingError. */
export class MlflowClient {
  /** Address of the server, without credentials. */
  readonly url: string;
  readonly transport: Transport;
  /** Logged models, which MLflow has since 3.0. */
  readonly models: LoggedModels;
  readonly artifacts: Artifacts;
  readonly #api: RestApi;

  constructor(target: ServerTarget, options: MlflowClientOptions = {}) {
    const env = options.env ?? process.env;
    this.url = target.url;
    this.transport = new Transport({
      env,
      authorization: authorization(target, env),
      ...(options.retry && { retry: options.retry }),
      signal: options.signal,
    });
    this.#api = new RestApi(target.url, this.transport);
    this.models = new LoggedModels(this.#api);
    this.artifacts = new Artifacts(target.url, this.transport, env);
  }

  /** @returns the experiment, deleted ones included; undefined when there is none of that name. */
  async experimentByName(name: string): Promise<Experiment | undefined> {
    try {
      const answer = await this.#api.get("experiments/get-by-name", { experiment_name: name });
      return readExperiment(answer.experiment);
    } catch (error) {
      if (error instanceof TrackingError && error.serverCode === "RESOURCE_DOES_NOT_EXIST") return undefined;
      throw error;
    }
  }

  /** @returns the id of the experiment of that name, made when absent; many may ask at once. */
  async ensureExperiment(name: string): Promise<string> {
    const existing = await this.experimentByName(name);
    if (existing) return activeId(existing, this.url);
    try {
      const answer = await this.#api.post("experiments/create", { name });
      return String(answer.experiment_id);
    } catch (error) {
      if (!(error instanceof TrackingError) || error.serverCode !== "RESOURCE_ALREADY_EXISTS") throw error;
      const winner = await this.experimentByName(name);
      if (winner === undefined) throw error;
      return activeId(winner, this.url);
    }
  }

  /** Asked a single time, since a repeat makes a second run: give it a tag of your own to find it by. */
  async createRun(run: NewRun): Promise<Run> {
    checkTime("start time", run.startTime);
    const answer = await this.#api.postOnce("runs/create", {
      experiment_id: run.experimentId,
      run_name: run.name,
      user_id: run.user ?? "",
      start_time: run.startTime,
      tags: run.tags ?? [],
    });
    return readRun(answer.run);
  }

  async run(runId: string): Promise<Run> {
    return readRun((await this.#api.get("runs/get", { run_id: runId })).run);
  }

  /** @returns at most `limit` runs of the experiment that carry the tag with the value, deleted ones included. */
  async runsWithTag(experimentId: string, tag: Tag, limit = 1): Promise<Run[]> {
    const answer = await this.#api.post("runs/search", {
      experiment_ids: [experimentId],
      filter: `tags.\`${tag.key}\` = ${quote(tag.value)}`,
      run_view_type: "ALL",
      max_results: limit,
    });
    return asList(answer.runs).map(readRun);
  }

  async updateRun(runId: string, update: RunUpdate): Promise<void> {
    if (update.endTime !== undefined) checkTime("end time", update.endTime);
    const end = update.endTime === undefined ? {} : { end_time: update.endTime };
    await this.#api.post("runs/update", { run_id: runId, status: update.status, ...end });
  }

  /** Logs any number of entries, in as many requests as MLflow's limits ask for. */
  async logBatch(runId: string, batch: Partial<LogBatch>): Promise<void> {
    const whole = { params: [], tags: [], metrics: [], ...batch };
    checkLogBatch(whole);
    for (const part of logBatches(whole)) await this.#api.post("runs/log-batch", { run_id: runId, ...part });
  }

  /** Logs one batch within MLflow's limits, asked a single time: some servers keep a repeated point twice. */
  async logBatchOnce(runId: string, part: LogBatch): Promise<void> {
    checkLogBatch(part);
    await this.#api.postOnce("runs/log-batch", { run_id: runId, ...part });
  }

  /** Gives every point of a metric, none for an unknown one. */
  async *metricHistory(runId: string, key: string): AsyncGenerator<MetricPoint> {
    let page: JsonObject = {};
    do {
      const query = { run_id: runId, metric_key: key, max_results: HISTORY_PAGE, ...page };
      const answer = await this.#api.get("metrics/get-history", query);
      yield* asList(answer.metrics).map(readMetric);
      page = typeof answer.next_page_token === "string" ? { page_token: answer.next_page_token } : {};
    } while (page.page_token !== undefined && page.page_token !== "");
  }

  async setTag(runId: string, tag: Tag): Promise<void> {
    checkLogBatch({ params: [], metrics: [], tags: [tag] });
    await this.#api.post("runs/set-tag", { run_id: runId, ...tag });
  }

  /** Notes datasets that the run used; one of the same name and digest is noted once. */
  async logInputs(runId: string, inputs: readonly DatasetInput[]): Promise<void> {
    for (const input of inputs) checkDatasetInput(input);
    if (inputs.length === 0) return;
    await this.#api.post("runs/log-inputs", { run_id: runId, datasets: inputs.map(datasetJson) });
  }

  /** Notes a model that lies in the run's artifacts, the way of MLflow 2: in the tag `mlflow.log-model.history`. */
  async recordModel(runId: string, record: ModelRecord): Promise<void> {
    await this.#api.postOnce("runs/log-model", { run_id: runId, model_json: JSON.stringify(record) });
  }

  /** @returns the address of the run's page. */
  pageOf(run: Pick<RunHandle, "experimentId" | "runId">): string {
    return `${this.url}/#/experiments/${run.experimentId}/runs/${run.runId}`;
  }

  close(): Promise<void> {
    return this.transport.close();
  }
}

function datasetJson(input: DatasetInput): JsonObject {
  const { name, digest, sourceType, source, schema, profile, context } = input;
  return {
    tags: context === undefined ? [] : [{ key: "mlflow.data.context", value: context }],
    dataset: { name, digest, source_type: sourceType, source, schema, profile },
  };
}

function activeId(experiment: Experiment, server: string): string {
  if (!experiment.deleted) return experiment.experimentId;
  throw new TrackingError(
    `The experiment ${JSON.stringify(experiment.name)} was deleted on ${server} and still owns its name: bring it ` +
      `back with mlflow experiments restore --experiment-id ${experiment.experimentId}, or choose another general.project_name`,
    { code: "deleted" },
  );
}

function checkTime(what: string, value: number): void {
  if (isTimestamp(value)) return;
  throw new TrackingError(`The run's ${what} must be integer milliseconds since the epoch, not ${value}`, {
    code: "invalid_value",
  });
}

/** MLflow's filters know no escape: a text with both quotes cannot be asked for. */
function quote(value: string): string {
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  throw new TrackingError(`MLflow cannot search for ${JSON.stringify(value)}`, { code: "invalid_value" });
}
