/** The example store, written again by our file store: the same files with the same content; and gone on with. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { FileStore } from "../../../src/tracking/file-store/file-store.js";
import type { RunHandle } from "../../../src/tracking/tracking-store.js";
import type { CaseResult } from "../suite.js";
import { EXPERIMENT_ID, filesBelow, metaOf, writeExample } from "./example-runs.js";
import { difference } from "./recorded.js";

/** Fields that MLflow writes for readers of before 1.0, or that say where and when the store was made. */
const PASSED_OVER = new Set([
  "entry_point_name",
  "source_name",
  "source_version",
  "artifact_uri",
  "artifact_location",
  "creation_time",
  "last_update_time",
]);
/** What ours adds to find a run again, and what it has no words for: an experiment's tags. */
const OWN = /\/tags\/stm32ai\.run_id$/;
const EXPERIMENT_TAGS = /^E\/tags\//;

export async function* exampleStore(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  const example = join(folder, "filestore_example");
  const scratch = mkdtempSync(join(tmpdir(), "example-store-"));
  try {
    yield* writtenAgain(example, join(scratch, "ours"));
    yield* goneOnWith(example, join(scratch, "copy"));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A case a file of the example, and one for files that only ours has. */
async function* writtenAgain(example: string, root: string): AsyncGenerator<Omit<CaseResult, "group">> {
  const runs = await writeExample(example, new FileStore(root));
  const ours = new Map<string, string>();
  for (const path of filesBelow(root)) ours.set(commonPath(path, namesOf(runs, "ours")), join(root, path));
  const names = namesOf(runs, "example");
  for (const path of filesBelow(example)) {
    const common = commonPath(path, names);
    const file = ours.get(common);
    ours.delete(common);
    if (EXPERIMENT_TAGS.test(common)) continue;
    const failure = file === undefined ? "is missing" : compareFiles(file, join(example, path), runs);
    yield { id: common, ...(failure === undefined ? {} : { failure }) };
  }
  const more = [...ours.keys()].filter((path) => !OWN.test(path));
  yield { id: "no other files", ...(more.length === 0 ? {} : { failure: more.join(", ") }) };
}

/** A store that another program made is used, and what stands in it stays as it is. */
async function* goneOnWith(example: string, root: string): AsyncGenerator<Omit<CaseResult, "group">> {
  cpSync(example, root, { recursive: true });
  const store = new FileStore(root);
  const spec = {
    clientId: "new",
    experiment: "pose_estimation",
    name: "new",
    user: "ana",
    startTime: 1,
    tags: [],
  };
  const run = await store.openRun(spec);
  yield result("uses its experiment", difference("experiment", run.experimentId, EXPERIMENT_ID));
  const old = { experimentId: EXPERIMENT_ID, runId: "00000000000000000000000000000a01", artifactUri: "" };
  yield result("finds its runs", difference("found", await store.hasRun(old), true));
  const line = { key: "calibration/loss", value: 2, timestamp: 1767225601000, step: 0 };
  const history = join(root, EXPERIMENT_ID, old.runId, "metrics", "calibration", "loss");
  const before = readFileSync(history, "utf8").split("\n");
  const [timestamp, value, step] = (before[0] ?? "").split(" ").map(Number);
  const known = { ...line, timestamp: timestamp ?? 0, value: value ?? 0, step: step ?? 0 };
  await store.logBatch(old, { params: [], tags: [], metrics: [known, { ...line, step: 99 }] });
  const after = readFileSync(history, "utf8").split("\n");
  yield result(
    "appends to its histories, each point once",
    difference("lines", after.length, before.length + 1),
  );
  await store.finishRun(old, "KILLED", 1767225699000);
  const { status, end_time, ...rest } = metaOf(join(root, EXPERIMENT_ID, old.runId));
  const { status: _, end_time: __, ...kept } = metaOf(join(example, EXPERIMENT_ID, old.runId));
  const failure = difference("meta", rest, kept) ?? difference("end", [status, end_time], [5, 1767225699000]);
  yield result("ends its runs and keeps their other fields", failure);
  const untouched = filesBelow(example).filter((path) => !path.includes(old.runId));
  const changed = untouched.filter((path) => !sameBytes(join(root, path), join(example, path)));
  yield result("leaves the others alone", difference("changed", changed, []));
}

function result(id: string, failure: string | undefined): Omit<CaseResult, "group"> {
  return { id, ...(failure === undefined ? {} : { failure }) };
}

/** Id → a name that both stores share: experiments, runs, datasets and inputs. */
function namesOf(runs: ReadonlyMap<string, RunHandle>, side: "ours" | "example"): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, run] of runs) {
    names.set(side === "ours" ? run.experimentId : EXPERIMENT_ID, "E");
    names.set(side === "ours" ? run.runId : id, `run ${id.slice(-3)}`);
  }
  return names;
}

/** An input's folder is the digest of dataset and run: by that rule it is told here which dataset it belongs to. */
function commonPath(path: string, names: ReadonlyMap<string, string>): string {
  const parts = path.replaceAll("\\", "/").split("/");
  const [, run = "", kind] = parts;
  if (kind === "inputs") {
    const dataset = DATASETS.find((id) => md5(id + run) === parts[3]);
    parts[3] = `input ${dataset}`;
  }
  return parts.map((part) => names.get(part) ?? part).join("/");
}

const DATASETS = ["93d39f7bb8d72db1e54c930346552676", "97e342821bbcca0ac78c9879432841f5"];

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function compareFiles(
  file: string,
  expected: string,
  runs: ReadonlyMap<string, RunHandle>,
): string | undefined {
  if (basename(file) === "meta.yaml") return compareMeta(dirname(file), dirname(expected), runs);
  if (file.includes("/metrics/")) return difference("points", pointsOf(file), pointsOf(expected));
  if (sameBytes(file, expected)) return undefined;
  return difference("text", readFileSync(file, "utf8"), withOurIds(readFileSync(expected, "utf8"), runs));
}

function compareMeta(
  folder: string,
  expected: string,
  runs: ReadonlyMap<string, RunHandle>,
): string | undefined {
  const fields = (meta: object) => {
    const kept = Object.entries(meta).filter(
      ([key, value]) => !PASSED_OVER.has(key) && !Array.isArray(value),
    );
    return Object.fromEntries(
      kept.filter(([key, value]) => key !== "source_type" || typeof value === "string"),
    );
  };
  const theirs = JSON.parse(withOurIds(JSON.stringify(fields(metaOf(expected))), runs));
  return difference("fields", fields(metaOf(folder)), theirs);
}

/** The example has other ids than ours, which follow from names. */
function withOurIds(text: string, runs: ReadonlyMap<string, RunHandle>): string {
  let own = text;
  for (const [id, run] of runs)
    own = own.replaceAll(id, run.runId).replaceAll(EXPERIMENT_ID, run.experimentId);
  return own;
}

/** Numbers are written in one way by Python and in another by JavaScript. */
function pointsOf(file: string): number[][] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.map((line) => (line === "" ? [] : line.split(" ").map(Number)));
}

function sameBytes(a: string, b: string): boolean {
  return existsSync(a) && readFileSync(a).equals(readFileSync(b));
}
