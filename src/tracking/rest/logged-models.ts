import { TrackingError } from "../tracking-error.js";
import type { Param, Tag } from "../tracking-store.js";
import { asList, asObject, asText, readPair } from "./entities.js";
import type { RestApi } from "./rest-api.js";
import type { JsonObject } from "./transport.js";

/** A logged model of MLflow 3. */
export interface LoggedModel {
  readonly modelId: string;
  readonly name: string;
  readonly artifactUri: string;
  /** LOGGED_MODEL_PENDING, LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED. */
  readonly status: string;
  readonly sourceRunId: string;
  readonly tags: readonly Tag[];
}

export interface NewLoggedModel {
  readonly experimentId: string;
  readonly name: string;
  readonly type: string;
  readonly sourceRunId: string;
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
}

/** As the Python client cuts parameters. */
const MAX_PARAMS = 100;

/** The logged models of a server: MLflow 3 has them, 2.x answers `not_found` without a server code. */
export class LoggedModels {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** @returns the models that the run made. @throws TrackingError */
  async ofRun(experimentId: string, runId: string): Promise<readonly LoggedModel[]> {
    const models: LoggedModel[] = [];
    const question = { experiment_ids: [experimentId], filter: `source_run_id = '${runId}'` };
    let page: JsonObject = {};
    do {
      const answer = await this.#api.post("logged-models/search", { ...question, ...page });
      models.push(...asList(answer.models).map(readLoggedModel));
      page = typeof answer.next_page_token === "string" ? { page_token: answer.next_page_token } : {};
    } while (page.page_token !== undefined && page.page_token !== "");
    return models.filter((model) => model.sourceRunId === runId);
  }

  /** Made a single time, since a repeat makes a second model: `ofRun` finds it after a lost answer. */
  async create(model: NewLoggedModel): Promise<LoggedModel> {
    const answer = await this.#api.postOnce("logged-models", {
      experiment_id: model.experimentId,
      name: model.name,
      model_type: model.type,
      source_run_id: model.sourceRunId,
      params: model.params.slice(0, MAX_PARAMS),
      tags: model.tags,
    });
    return readLoggedModel(answer.model);
  }

  /** Sets parameters beyond those that fit the creation; the same ones again do no harm. */
  async setRestOfParams(modelId: string, params: readonly Param[]): Promise<void> {
    for (let at = MAX_PARAMS; at < params.length; at += MAX_PARAMS) {
      await this.#api.post(`logged-models/${modelId}/params`, {
        model_id: modelId,
        params: params.slice(at, at + MAX_PARAMS),
      });
    }
  }

  /** Ends the upload of a model. */
  async finalize(
    modelId: string,
    status: "LOGGED_MODEL_READY" | "LOGGED_MODEL_UPLOAD_FAILED",
  ): Promise<void> {
    await this.#api.patch(`logged-models/${modelId}`, { model_id: modelId, status });
  }

  /** Makes the model an output of the run, unless it is one: SQL servers keep a repeated output twice. */
  linkToRun(runId: string, modelId: string, step: number): Promise<void> {
    return this.#api.transport.repeat(async () => {
      const { run } = await this.#api.get("runs/get", { run_id: runId });
      if (outputsOf(run).includes(modelId)) return;
      await this.#api.postOnce("runs/outputs", { run_id: runId, models: [{ model_id: modelId, step }] });
    });
  }
}

/** @returns whether the server knows no logged models: one of 2.x. */
export function isBeforeLoggedModels(error: unknown): boolean {
  return error instanceof TrackingError && error.status === 404 && error.serverCode === undefined;
}

/** @returns the model in MLflow's JSON. @throws TrackingError when it is none. */
export function readLoggedModel(value: unknown): LoggedModel {
  const info = asObject(asObject(value, "model").info, "info");
  return {
    modelId: asText(info.model_id, "model_id"),
    name: asText(info.name ?? "", "name"),
    artifactUri: asText(info.artifact_uri ?? "", "artifact_uri"),
    status: asText(info.status ?? "", "status"),
    sourceRunId: asText(info.source_run_id ?? "", "source_run_id"),
    tags: asList(info.tags).map(readPair),
  };
}

function outputsOf(run: unknown): readonly unknown[] {
  const outputs: JsonObject = asObject(asObject(run, "run").outputs ?? {}, "outputs");
  return asList(outputs.model_outputs).map((output) => asObject(output, "model_outputs").model_id);
}
