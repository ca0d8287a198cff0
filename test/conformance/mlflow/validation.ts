/** Recorded requests that the server refuses or silently spoils: ours must refuse them before anything is sent. */
import type { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import { TrackingError } from "../../../src/tracking/tracking-error.js";
import type { MetricPoint } from "../../../src/tracking/tracking-store.js";
import { checkModelOutput } from "../../../src/tracking/validation/model-entities.js";
import type { CaseResult } from "../suite.js";
import { askRecorded, recordedPairs } from "./recorded.js";

type Json = Readonly<Record<string, unknown>>;
type Ask = (client: MlflowClient, body: Json) => Promise<unknown>;

/** Name of the case → the same call of ours, with the wrong values as a program without types would give them. */
const CALLS: readonly (readonly [RegExp, Ask])[] = [
  [
    /^log_batch_metric_(missing_value|no_timestamp|no_step|null_value|string_value|bool_value|float_timestamp)$/,
    logMetrics,
  ],
  [/^log_parameter_(key_|number_value|null_value|len_6000|empty_value)/, logParam],
  [
    /^set_tag_bad_key$/,
    (client, { run_id, key, value }) =>
      client.setTag(String(run_id), { key: String(key), value: String(value) }),
  ],
  [
    /^runs_create_(float|string)_start_time$/,
    (client, { experiment_id, start_time }) =>
      client.createRun({ experimentId: String(experiment_id), name: "a", startTime: untyped(start_time) }),
  ],
  [/^log_inputs_(digest_37|missing_digest)$/, logInputs],
  [
    /^logged_models_create_bad_name$/,
    async (_, { name }) => checkModelOutput({ ...MODEL, name: String(name) }),
  ],
];

const MODEL = { file: "/a", format: "onnx", inputs: [], outputs: [], params: [], tags: [], createdTime: 0 };

/** Whether ours must refuse what the server answered with 200, since it stored something else. */
const SPOILED =
  /^(log_batch_metric_(no_step|string_value|bool_value|float_timestamp)|runs_create_\w+_start_time|log_parameter_null_value|log_inputs_missing_digest)$/;

export async function* validation(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  const pairs = recordedPairs(folder);
  const refused = new Set(pairs.filter(({ response }) => response.status >= 400).map(({ name }) => name));
  for (const pair of pairs) {
    const ask = CALLS.find(([pattern]) => pattern.test(pair.name))?.[1];
    const { body } = pair.request;
    if (ask === undefined || body === undefined || body === null) continue;
    const { error, seen } = await askRecorded({ status: 200, body: {} }, (client) => ask(client, body));
    const failure = compare(refused.has(pair.name) || SPOILED.test(pair.name), error, seen.length);
    yield { id: pair.id, ...(failure === undefined ? {} : { failure }) };
  }
}

/** What one kind of server refuses is wrong for all. */
function compare(wrong: boolean, error: unknown, requests: number): string | undefined {
  if (!wrong)
    return error === undefined && requests === 1
      ? undefined
      : `refused although the server takes it: ${error}`;
  if (requests > 0) return "was sent";
  return error instanceof TrackingError && error.code === "invalid_value"
    ? undefined
    : `no typed refusal: ${error}`;
}

function logMetrics(client: MlflowClient, { run_id, metrics }: Json): Promise<unknown> {
  return client.logBatch(String(run_id), { metrics: untyped<MetricPoint[]>(metrics) });
}

function logParam(client: MlflowClient, { run_id, key, value }: Json): Promise<unknown> {
  return client.logBatch(String(run_id), { params: [{ key: String(key), value: untyped(value) }] });
}

function logInputs(client: MlflowClient, { run_id, datasets }: Json): Promise<unknown> {
  const [{ dataset } = { dataset: {} }] = untyped<{ dataset: Json }[]>(datasets);
  const { name, digest, source_type, source } = dataset;
  const input = { name, digest, sourceType: source_type, source };
  return client.logInputs(String(run_id), [untyped(input)]);
}

/** What a JavaScript program can give where TypeScript would not let it. */
function untyped<T>(value: unknown): T {
  return value as T;
}
