/** Recorded requests that are calls of ours: what is sent must equal them, what was answered must be understood. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import type { CaseResult } from "../suite.js";
import { type Asked, askRecorded, difference, type RecordedPair, recordedPairs } from "./recorded.js";

type Json = Readonly<Record<string, unknown>>;

interface Call {
  readonly ask: (client: MlflowClient, pair: RecordedPair) => Promise<unknown>;
  /** What the result must be, from the recorded answer; the request alone counts when absent. */
  readonly expected?: (answer: Json, pair: RecordedPair) => unknown;
  /** Fields of the recorded request that ours leaves out, or adds with the value that they have anyway. */
  readonly ignored?: readonly string[];
}

/** By the name of the recorded case. Cases of other calls, and of requests that ours never makes, are elsewhere. */
const CALLS: Readonly<Record<string, Call>> = {
  experiments_get_by_name: { ask: byName, expected: ({ experiment }) => experimentOf(experiment) },
  experiments_get_by_name_deleted: { ask: byName, expected: ({ experiment }) => experimentOf(experiment) },
  experiments_get_by_name_missing: { ask: byName, expected: () => undefined },
  experiments_create: {
    ask: (client, { request }) => client.ensureExperiment(text(request.body?.name)),
    expected: ({ experiment_id }) => experiment_id,
    ignored: ["tags"],
  },
  runs_create: { ask: createRun, expected: ({ run }) => runOf(run), ignored: ["user_id"] },
  runs_create_nested: { ask: createRun, expected: ({ run }) => runOf(run), ignored: ["user_id"] },
  runs_get: {
    ask: (client, { request }) => client.run(text(request.query.run_id)),
    expected: ({ run }) => runOf(run),
  },
  log_batch: { ask: logBatch },
  log_batch_nonfinite_strings: { ask: logBatch },
  log_batch_metric_huge_value: { ask: logBatch },
  log_batch_metric_negative_step: { ask: logBatch },
  log_batch_100_params: { ask: logBatch },
  log_batch_param_same_value_again: { ask: logBatch },
  set_tag: { ask: setTag },
  set_tag_overwrite: { ask: setTag },
  set_tag_run_name: { ask: setTag },
  log_inputs: { ask: logInputs },
  log_inputs_again: { ask: logInputs },
  log_model_legacy: {
    ask: (client, { request }) =>
      client.recordModel(text(request.body?.run_id), JSON.parse(text(request.body?.model_json))),
  },
  logged_models_create: {
    ask: createModel,
    expected: ({ model }) => modelOf(model),
  },
  logged_models_finalize: {
    ask: (client, { request }) => client.models.finalize(text(request.body?.model_id), "LOGGED_MODEL_READY"),
  },
  logged_models_search: {
    ask: (client) => client.models.ofRun("1", "3ab002daecbd471eb4669b5f36f427db"),
    expected: ({ models }) => (Array.isArray(models) ? models.map(modelOf) : []),
    ignored: ["filter", "max_results"],
  },
  metrics_get_history: history(),
  metrics_get_history_nonfinite: history(),
  metrics_get_history_nan: history(),
  metrics_get_history_unknown_key: history(),
  get_history_after_duplicate: history(),
  get_history_after_restamp: history(),
  runs_update_finish: { ask: updateRun },
  runs_update_failed: { ask: updateRun },
  runs_update_killed: { ask: updateRun },
  runs_update_reopen: { ask: updateRun },
  artifact_put: { ask: putArtifact },
  artifact_put_overwrite: { ask: putArtifact },
  artifact_put_empty: { ask: putArtifact },
  artifact_put_backslash: { ask: putArtifact },
  artifact_put_percent_name: { ask: putArtifact },
  artifact_put_colon_name: { ask: putArtifact },
  artifact_put_hash_dir: { ask: putArtifact },
};

export async function* requests(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  for (const pair of recordedPairs(folder)) {
    const call = Object.hasOwn(CALLS, pair.name) ? CALLS[pair.name] : undefined;
    const { body_note: shortened } = pair.response;
    if (call === undefined || shortened !== undefined || isRefused(pair)) continue;
    const asked = await askRecorded(pair.response, (client) => call.ask(client, pair), {
      answers: new RegExp(`^${pair.request.method} `),
    });
    const failure = compareRequest(pair, asked, call) ?? compareResult(pair, asked, call);
    yield { id: pair.id, ...(failure === undefined ? {} : { failure }) };
  }
}

/** What was recorded as refused is a case of the group `errors`. */
function isRefused({ name, response }: RecordedPair): boolean {
  return response.status >= 300 && name !== "experiments_get_by_name_missing";
}

function compareRequest({ request }: RecordedPair, { seen }: Asked, call: Call): string | undefined {
  const sent = seen.at(-1);
  if (sent === undefined) return "nothing was sent";
  const [method, address = ""] = sent.call.split(" ");
  const { pathname, searchParams } = new URL(address, "http://x");
  return (
    difference("method", method, request.method) ??
    difference("path", decodeURIComponent(pathname), decodeURIComponent(request.path)) ??
    difference("query", withoutSize(Object.fromEntries(searchParams)), withoutSize(request.query)) ??
    compareBody(request, sent, call)
  );
}

function compareBody(
  request: RecordedPair["request"],
  sent: Asked["seen"][number],
  { ignored = [] }: Call,
): string | undefined {
  if (request.body_base64 !== undefined) {
    const length = String(Buffer.from(request.body_base64, "base64").length);
    return (
      difference("bytes", sent.body, Buffer.from(request.body_base64, "base64").toString("utf8")) ??
      difference("content-length", sent.headers["content-length"], length)
    );
  }
  if (request.body === undefined || request.body === null) return difference("body", sent.body, "");
  const pick = (value: unknown) => pruned(value, new Set(ignored));
  return (
    difference("content-type", sent.headers["content-type"], "application/json") ??
    difference("body", pick(JSON.parse(sent.body)), pick(request.body))
  );
}

function compareResult(pair: RecordedPair, { result, error }: Asked, call: Call): string | undefined {
  if (error !== undefined) return `failed: ${error}`;
  return call.expected && difference("result", result, call.expected(object(pair.response.body), pair));
}

/** Absent and empty lists are the same to MLflow. */
function pruned(value: unknown, ignored: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => pruned(one, new Set()));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, field]) => !ignored.has(key) && !(Array.isArray(field) && field.length === 0),
  );
  return Object.fromEntries(kept.map(([key, field]) => [key, prunedField(key, field)]));
}

/** JSON within JSON: spaces mean nothing there either. */
function prunedField(key: string, field: unknown): unknown {
  return pruned(key === "model_json" ? JSON.parse(text(field)) : field, new Set());
}

/** The size of a page is each client's own. */
function withoutSize(query: Json): Json {
  return Object.fromEntries(Object.entries(query).filter(([key]) => key !== "max_results"));
}

function byName(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  return client.experimentByName(text(request.query.experiment_name));
}

function createRun(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const { experiment_id, run_name, user_id, start_time, tags } = request.body ?? {};
  return client.createRun({
    experimentId: text(experiment_id),
    name: text(run_name),
    user: text(user_id),
    startTime: Number(start_time),
    tags: pairs(tags),
  });
}

function logBatch(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const { run_id, params, tags, metrics } = request.body ?? {};
  return client.logBatch(text(run_id), {
    params: pairs(params),
    tags: pairs(tags),
    metrics: list(metrics).map(({ key, value, timestamp, step }) => ({
      key: text(key),
      value: value === "NaN" || value === "Infinity" || value === "-Infinity" ? value : Number(value),
      timestamp: Number(timestamp),
      step: Number(step),
    })),
  });
}

function setTag(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const { run_id, key, value } = request.body ?? {};
  return client.setTag(text(run_id), { key: text(key), value: text(value) });
}

function logInputs(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const inputs = list(request.body?.datasets).map(({ tags, dataset }) => {
    const { name, digest, source_type, source, schema, profile } = object(dataset);
    const [context] = pairs(tags);
    return {
      name: text(name),
      digest: text(digest),
      sourceType: text(source_type),
      source: text(source),
      ...(schema !== undefined && { schema: text(schema) }),
      ...(profile !== undefined && { profile: text(profile) }),
      ...(context && { context: context.value }),
    };
  });
  return client.logInputs(text(request.body?.run_id), inputs);
}

function createModel(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const { experiment_id, name, model_type, source_run_id, params, tags } = request.body ?? {};
  return client.models.create({
    experimentId: text(experiment_id),
    name: text(name),
    type: text(model_type),
    sourceRunId: text(source_run_id),
    params: pairs(params),
    tags: pairs(tags),
  });
}

function updateRun(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const { run_id, status, end_time } = request.body ?? {};
  const known = (["FINISHED", "FAILED", "KILLED", "RUNNING"] as const).find((word) => word === status);
  if (known === undefined) throw new Error(`no such status: ${status}`);
  return client.updateRun(text(run_id), {
    status: known,
    ...(end_time !== undefined && { endTime: Number(end_time) }),
  });
}

function history(): Call {
  return {
    ask: async (client, { request }) => {
      const points = [];
      for await (const point of client.metricHistory(
        text(request.query.run_id),
        text(request.query.metric_key),
      )) {
        points.push(point);
      }
      return points;
    },
    expected: ({ metrics }) =>
      list(metrics).map(({ key, value, timestamp, step = 0 }) => ({ key, value, timestamp, step })),
  };
}

async function putArtifact(client: MlflowClient, { request }: RecordedPair): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "artifact-"));
  const file = join(folder, "file");
  writeFileSync(file, Buffer.from(request.body_base64 ?? "", "base64"));
  const [, root = "", path = ""] = /artifacts\/(\d+\/[0-9a-f]+\/artifacts)\/(.*)$/.exec(request.path) ?? [];
  return client.artifacts
    .put(`mlflow-artifacts:/${root}`, decodeURIComponent(path), file)
    .finally(() => rmSync(folder, { recursive: true }));
}

function experimentOf(value: unknown): unknown {
  const { experiment_id, name, artifact_location, lifecycle_stage } = object(value);
  const deleted = lifecycle_stage === "deleted";
  return { experimentId: experiment_id, name, artifactLocation: artifact_location, deleted };
}

function runOf(value: unknown): unknown {
  const info = object(object(value).info);
  const data = object(object(value).data);
  return {
    experimentId: info.experiment_id,
    runId: info.run_id,
    artifactUri: info.artifact_uri,
    name: info.run_name,
    status: info.status,
    deleted: info.lifecycle_stage === "deleted",
    params: list(data.params).map(({ key, value: field = "" }) => ({ key, value: field })),
    tags: list(data.tags).map(({ key, value: field = "" }) => ({ key, value: field })),
    metrics: list(data.metrics).map(({ key, value: field, timestamp, step = 0 }) => ({
      key,
      value: field,
      timestamp,
      step,
    })),
  };
}

function modelOf(value: unknown): unknown {
  const { model_id, name, artifact_uri, status, source_run_id, tags } = object(object(value).info);
  const model = { modelId: model_id, name, artifactUri: artifact_uri, status, sourceRunId: source_run_id };
  return { ...model, tags: pairs(tags) };
}

function pairs(value: unknown): { key: string; value: string }[] {
  return list(value).map(({ key, value: field }) => ({ key: text(key), value: text(field) }));
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : String(value ?? "");
}
