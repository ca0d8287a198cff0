/** What the official client sends for a call, against what ours sends for the same. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import type { CaseResult } from "../suite.js";
import { askRecorded, difference } from "./recorded.js";

type Json = Readonly<Record<string, unknown>>;

interface WireEntry {
  readonly method: string;
  readonly path: string;
  readonly body: Json | null;
  readonly status: number;
  readonly response: unknown;
}

/** The official client repeats the run's id in fields that MLflow 1 had, and sends defaults that mean nothing. */
const LEGACY = new Set(["run_uuid"]);

/** Call → how ours asks for the same; calls of the official client that only look before they write have none. */
const CALLS: readonly (readonly [RegExp, (client: MlflowClient, entry: WireEntry) => Promise<unknown>])[] = [
  [/^GET .*get-by-name\?/, (client, { path }) => client.experimentByName(queryOf(path, "experiment_name"))],
  [/^POST .*experiments\/create$/, (client, { body }) => client.ensureExperiment(String(body?.name))],
  [/^POST .*runs\/create$/, (client, { body }) => client.createRun(newRun(body ?? {}))],
  [/^GET .*runs\/get\?/, (client, { path }) => client.run(queryOf(path, "run_id"))],
  [
    /^POST .*runs\/log-parameter$/,
    (client, { body }) => client.logBatch(String(body?.run_id), { params: [pair(body)] }),
  ],
  [
    /^POST .*runs\/log-metric$/,
    (client, { body }) => client.logBatch(String(body?.run_id), { metrics: [point(body)] }),
  ],
  [
    /^POST .*runs\/log-batch$/,
    (client, { body }) => client.logBatch(String(body?.run_id), entriesOf(body ?? {})),
  ],
  [/^POST .*runs\/set-tag$/, (client, { body }) => client.setTag(String(body?.run_id), pair(body))],
  [
    /^POST .*runs\/log-inputs$/,
    (client, { body }) => client.logInputs(String(body?.run_id), datasetsOf(body ?? {})),
  ],
  [
    /^POST .*runs\/update$/,
    (client, { body }) =>
      client.updateRun(String(body?.run_id), { status: statusOf(body), endTime: Number(body?.end_time) }),
  ],
  [/^PUT .*mlflow-artifacts\/artifacts\//, putArtifact],
];

export async function* wire(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  const entries: WireEntry[] = JSON.parse(readFileSync(join(folder, "python_client_wire.json"), "utf8"));
  for (const [at, entry] of entries.entries()) {
    const call = `${entry.method} ${entry.path}`;
    const ask = CALLS.find(([pattern]) => pattern.test(call))?.[1];
    if (ask === undefined) continue;
    const answer = { status: entry.status, body: entry.response === "" ? undefined : entry.response };
    const { seen, error } = await askRecorded(answer, (client) => ask(client, entry), {
      answers: new RegExp(`^${entry.method} ${entry.method === "GET" ? "" : "(?!.*get-by-name)"}`),
    });
    const failure = compare(entry, seen.at(-1), error);
    yield { id: `${at} ${call.slice(0, 90)}`, ...(failure === undefined ? {} : { failure }) };
  }
}

function compare(
  entry: WireEntry,
  sent: { readonly call: string; readonly body: string } | undefined,
  error: unknown,
): string | undefined {
  if (error !== undefined) return `failed: ${error}`;
  if (sent === undefined) return "nothing was sent";
  const path = sent.call.slice(entry.method.length + 1);
  if (entry.method === "PUT")
    return difference("request", decodeURIComponent(sent.call), decodeURIComponent(`PUT ${entry.path}`));
  if (entry.method === "GET") {
    return (
      difference("method", sent.call.split(" ")[0], "GET") ??
      difference("path", path.split("?")[0], entry.path.split("?")[0]) ??
      difference("query", query(path), query(entry.path))
    );
  }
  const single = singleOf(entry);
  return (
    difference("request", sent.call, `${entry.method} ${single?.path ?? entry.path}`) ??
    difference("body", withoutDefaults(JSON.parse(sent.body)), withoutDefaults(single?.body ?? entry.body))
  );
}

/** Ours has no single forms: a batch of one is the same. */
function singleOf({ path, body }: WireEntry): { path: string; body: Json } | undefined {
  const kind = /runs\/log-(parameter|metric)$/.exec(path)?.[1];
  if (kind === undefined || body === null) return undefined;
  const { run_id, run_uuid: _, ...entry } = body;
  const list = kind === "parameter" ? { params: [entry] } : { metrics: [entry] };
  return { path: path.replace(/log-\w+$/, "log-batch"), body: { run_id, ...list } };
}

/** Empty lists and texts, and the legacy fields, are what the server has anyway. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRunId).map(withoutDefaults);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key, field]) => !LEGACY.has(key) && !isEmpty(field));
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutDefaults(field)]));
}

/** A metric of the official client repeats its run's id. */
function withoutRunId(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || !("timestamp" in entry)) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== "run_id"));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function query(path: string): Json {
  const entries = [...new URL(path, "http://x").searchParams].filter(([key]) => !LEGACY.has(key));
  return Object.fromEntries(entries);
}

function queryOf(path: string, key: string): string {
  return new URL(path, "http://x").searchParams.get(key) ?? "";
}

async function putArtifact(client: MlflowClient, { path }: WireEntry): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "wire-"));
  writeFileSync(join(folder, "file"), "x");
  const [, root = "", below = ""] = /artifacts\/(\d+\/[0-9a-f]+\/artifacts)\/(.+)$/.exec(path) ?? [];
  const name = decodeURIComponent(below);
  return client.artifacts
    .put(`mlflow-artifacts:/${root}`, name, join(folder, "file"))
    .finally(() => rmSync(folder, { recursive: true }));
}

function newRun(body: Json): Parameters<MlflowClient["createRun"]>[0] {
  return {
    experimentId: String(body.experiment_id),
    name: String(body.run_name ?? ""),
    user: String(body.user_id),
    startTime: Number(body.start_time),
    tags: listOf(body.tags).map(pair),
  };
}

function entriesOf(body: Json): Parameters<MlflowClient["logBatch"]>[1] {
  return {
    params: listOf(body.params).map(pair),
    tags: listOf(body.tags).map(pair),
    metrics: listOf(body.metrics).map(point),
  };
}

function datasetsOf(body: Json): Parameters<MlflowClient["logInputs"]>[1] {
  return listOf(body.datasets).map((input) => {
    const dataset = objectOf(input.dataset);
    const [context] = listOf(input.tags);
    return {
      name: String(dataset.name),
      digest: String(dataset.digest),
      sourceType: String(dataset.source_type),
      source: String(dataset.source),
      schema: String(dataset.schema),
      profile: String(dataset.profile),
      context: String(context?.value),
    };
  });
}

function pair(entry: Json | null): { key: string; value: string } {
  return { key: String(entry?.key), value: String(entry?.value) };
}

function point(entry: Json | null): {
  key: string;
  value: number | "NaN" | "Infinity" | "-Infinity";
  timestamp: number;
  step: number;
} {
  const value = entry?.value;
  const special = value === "NaN" || value === "Infinity" || value === "-Infinity";
  return {
    key: String(entry?.key),
    value: special ? value : Number(value),
    timestamp: Number(entry?.timestamp),
    step: Number(entry?.step),
  };
}

function statusOf(body: Json | null): "FINISHED" | "FAILED" {
  return body?.status === "FAILED" ? "FAILED" : "FINISHED";
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
