/** What a run's journal and directory hold, against what a server has of it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { JournalEvent } from "../../src/run/journal/event.js";
import { CLIENT_TAG } from "../../src/tracking/tracking-store.js";
import { ask, foundRuns, type StoredRun } from "../tracking/mlflow-server.js";

const LONGEST_PARAM = 6000;
const PAGE = 20_000;

/** @returns every difference between a run directory and the server's run; none when all is there exactly once. */
export async function differences(url: string, runDirectory: string): Promise<readonly string[]> {
  const events = journalOf(runDirectory);
  const started = events.find((event) => event.type === "run_started");
  if (started?.type !== "run_started") return ["the journal has no run_started"];
  const runs = await foundRuns(url, started.project_name, `tags.\`${CLIENT_TAG}\` = '${started.run_id}'`);
  const [run] = runs;
  if (run === undefined || runs.length > 1) return [`${runs.length} runs on the server instead of 1`];
  return [
    ...statusDifference(events, run),
    ...paramDifferences(events, run),
    ...(await metricDifferences(url, events, run)),
    ...(await fileDifferences(url, runDirectory, started.name, run)),
  ];
}

function journalOf(runDirectory: string): JournalEvent[] {
  const lines = readFileSync(join(runDirectory, "run.jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as JournalEvent);
}

function statusDifference(events: readonly JournalEvent[], { info }: StoredRun): string[] {
  const finished = events.findLast((event) => event.type === "run_finished");
  const wanted = finished?.type === "run_finished" ? finished.status : "RUNNING";
  return info.status === wanted ? [] : [`status ${info.status} instead of ${wanted}`];
}

function paramDifferences(events: readonly JournalEvent[], { data }: StoredRun): string[] {
  const stored = new Map(data.params.map(({ key, value }) => [key, value]));
  return events.flatMap((event) => {
    if (event.type !== "param" || stored.get(event.key) === event.value.slice(0, LONGEST_PARAM)) return [];
    return [`param ${event.key} is ${stored.has(event.key) ? "another" : "missing"}`];
  });
}

async function metricDifferences(
  url: string,
  events: readonly JournalEvent[],
  { info }: StoredRun,
): Promise<string[]> {
  const wanted = new Map<string, Map<string, number>>();
  for (const event of events) {
    if (event.type !== "metric") continue;
    const points = wanted.get(event.key) ?? new Map<string, number>();
    points.set(pointText({ ...event, value: storable(event.value) }), 1);
    wanted.set(event.key, points);
  }
  const found: string[] = [];
  for (const [key, points] of wanted) {
    const stored = await pointsOf(url, info.run_id, key);
    const missing = [...points.keys()].filter((point) => !stored.has(point)).length;
    const extra = [...stored.keys()].filter((point) => !points.has(point)).length;
    const twice = [...stored.values()].filter((count) => count > 1).length;
    if (missing + extra + twice > 0)
      found.push(`metric ${key}: ${missing} missing, ${extra} extra, ${twice} twice of ${points.size}`);
  }
  return found;
}

interface Point {
  readonly value: number | string;
  readonly timestamp: number;
  readonly step?: number;
}

/** MLflow's databases keep infinities as the largest numbers. */
function storable(value: number | string): number | string {
  if (value === "Infinity") return Number.MAX_VALUE;
  return value === "-Infinity" ? -Number.MAX_VALUE : value;
}

function pointText({ value, timestamp, step = 0 }: Point): string {
  return `${timestamp} ${value} ${step}`;
}

async function pointsOf(url: string, runId: string, key: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let token = "";
  do {
    const query = new URLSearchParams({ run_id: runId, metric_key: key, max_results: String(PAGE) });
    if (token !== "") query.set("page_token", token);
    const page = await ask<{ metrics?: readonly Point[]; next_page_token?: string }>(
      url,
      `metrics/get-history?${query}`,
    );
    for (const point of page.metrics ?? []) {
      const text = pointText(point);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    token = page.next_page_token ?? "";
  } while (token !== "");
  return counts;
}

/** Names may be written otherwise on the server: it is the sizes that must be the same. */
async function fileDifferences(
  url: string,
  runDirectory: string,
  name: string,
  { info }: StoredRun,
): Promise<string[]> {
  const here = sizesBelow(runDirectory, "");
  const there = await storedSizes(url, info.run_id, name);
  const [wanted, stored] = [here, there].map((sizes) => sizes.sort((a, b) => a - b).join(" "));
  return wanted === stored ? [] : [`files of ${stored} bytes instead of ${wanted}`];
}

function sizesBelow(root: string, below: string): number[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (/^\.(tracking|.*lock$|owner\.json$)/.test(path)) return [];
    return entry.isDirectory() ? sizesBelow(root, path) : [statSync(join(root, path)).size];
  });
}

interface StoredFile {
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

async function storedSizes(url: string, runId: string, path: string): Promise<number[]> {
  const query = `artifacts/list?run_id=${runId}&path=${encodeURIComponent(path)}`;
  const { files = [] } = await ask<{ files?: readonly StoredFile[] }>(url, query);
  const sizes: number[] = [];
  for (const file of files)
    sizes.push(...(file.is_dir ? await storedSizes(url, runId, file.path) : [Number(file.file_size ?? 0)]));
  return sizes;
}
