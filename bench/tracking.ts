/**
 * Metrics and artifacts told to one MLflow server: this project against the official Python client.
 * `npx tsx bench/tracking.ts PYTHON [ROUNDS]`, a Python with mlflow; it starts the server with it.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Journal } from "../src/run/journal/journal.js";
import { Delivery } from "../src/tracking/delivery/delivery.js";
import { MlflowClient } from "../src/tracking/rest/mlflow-client.js";
import { median } from "./measure.js";

const POINTS = 10_000;
/** `log_metric` takes a request a point: so many are enough to know what one costs. */
const SINGLE_POINTS = 1000;
const FILES = 500;
const LARGE_FILE = 200_000_000;
const MOST_CPU = 1 / 20;
const MOST_WALL = 1.5;
const MOST_FILES_WALL = 1 / 3;
const MOST_LARGE_WALL = 1;

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

const [python, rounds = "3"] = process.argv.slice(2);
if (python === undefined) throw new Error("Name a Python with mlflow.");
const folder = mkdtempSync(join(tmpdir(), "bench-tracking-"));
const small = join(folder, "small");
mkdirSync(small);
for (let at = 0; at < FILES; at++) writeFileSync(join(small, `file ${at}.txt`), "x".repeat(1024));
writeFileSync(join(folder, "large.bin"), Buffer.alloc(LARGE_FILE, 7));

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const target = { kind: "server" as const, url };
const server = spawn(
  join(dirname(python), "mlflow"),
  ["server", "--host", "127.0.0.1", "--port", String(port)].concat([
    "--backend-store-uri",
    `sqlite:///${join(folder, "mlflow.db")}`,
    "--artifacts-destination",
    join(folder, "artifacts"),
  ]),
  {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
  },
);
try {
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) await sleep(200);
  await compareAll(python, Number(rounds));
} finally {
  if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
  rmSync(folder, { recursive: true, maxRetries: 5, retryDelay: 200 });
}

async function compareAll(program: string, count: number): Promise<void> {
  const samples = new Map<string, Cost[]>();
  const cases: readonly (readonly [string, () => Promise<Cost> | Cost])[] = [
    ["single", () => scaled(theirs(program, "log_metric", SINGLE_POINTS, folder), POINTS / SINGLE_POINTS)],
    ["batch", () => theirs(program, "log_batch", POINTS, folder)],
    ["metrics", journalOfMetrics],
    ["python files", () => theirs(program, "artifacts", 0, small)],
    ["files", () => inRun(({ client, uri }) => client.artifacts.putFolder(uri, "", small))],
    ["python large", () => theirs(program, "artifact", 0, folder)],
    [
      "large",
      () => inRun(({ client, uri }) => client.artifacts.put(uri, "large.bin", join(folder, "large.bin"))),
    ],
  ];
  for (let round = 0; round < count; round++) {
    // The other way round every other time: what a disk still has to write down holds up who comes next.
    const turns = round % 2 === 0 ? cases : cases.toReversed();
    for (const [name, run] of turns) samples.set(name, [...(samples.get(name) ?? []), await run()]);
  }
  const of = (name: string): Cost => ({
    cpu: median((samples.get(name) ?? []).map(({ cpu }) => cpu)),
    wall: median((samples.get(name) ?? []).map(({ wall }) => wall)),
  });
  console.log("| | CPU s | wall s | |\n| --- | ---: | ---: | --- |");
  const { cpu, wall } = of("metrics");
  row(`${POINTS} × log_metric, Python (from ${SINGLE_POINTS})`, of("single"));
  row(`${POINTS} by log_batch, Python`, of("batch"));
  const cpuShare = verdict("CPU of log_metric", cpu / of("single").cpu, MOST_CPU);
  row(
    `${POINTS} one by one, this project`,
    { cpu, wall },
    `${cpuShare}, ${verdict("wall of log_batch", wall / of("batch").wall, MOST_WALL)}`,
  );
  row(`${FILES} files of 1 KiB, Python`, of("python files"));
  row(
    `${FILES} files of 1 KiB, this project`,
    of("files"),
    verdict("wall", of("files").wall / of("python files").wall, MOST_FILES_WALL),
  );
  row("a file of 200 MB, Python", of("python large"));
  row(
    "a file of 200 MB, this project",
    of("large"),
    verdict("wall", of("large").wall / of("python large").wall, MOST_LARGE_WALL),
  );
}

function row(name: string, { cpu, wall }: Cost, note = ""): void {
  console.log(`| ${name} | ${cpu.toFixed(2)} | ${wall.toFixed(2)} | ${note} |`);
}

function verdict(what: string, ratio: number, most: number): string {
  return `${ratio.toFixed(3)} of the ${what} (${ratio <= most ? "within" : "NOT within"} ${most.toFixed(2)})`;
}

function scaled({ cpu, wall }: Cost, factor: number): Cost {
  return { cpu: cpu * factor, wall: wall * factor };
}

/** The program's own way: events into the journal as they happen, the delivery following. */
async function journalOfMetrics(): Promise<Cost> {
  const runDirectory = mkdtempSync(join(folder, "run-"));
  return measured(async () => {
    const journal = new Journal(join(runDirectory, "run.jsonl"));
    const delivery = new Delivery({ runDirectory, target });
    journal.append({
      type: "run_started",
      run_id: runDirectory,
      name: "metrics",
      project_name: "bench",
      operation_mode: "evaluation",
      stages: [],
      command: [],
      user: "bench",
      version: "0",
    });
    for (let step = 0; step < POINTS; step++) {
      journal.append({ type: "metric", key: "loss", value: step / 7, step, timestamp: Date.now() });
      delivery.poke();
    }
    journal.append({ type: "run_finished", status: "FINISHED", duration_ms: 1 });
    journal.close();
    const report = await delivery.finish({ timeoutMs: 600_000 });
    if (!report.complete || report.delivered.metrics !== POINTS) throw new Error(JSON.stringify(report));
  });
}

async function inRun(work: (run: { client: MlflowClient; uri: string }) => Promise<unknown>): Promise<Cost> {
  const client = new MlflowClient(target);
  const experimentId = await client.ensureExperiment("bench");
  const run = await client.createRun({ experimentId, name: "files", startTime: Date.now() });
  const cost = await measured(() => work({ client, uri: run.artifactUri }));
  await client.close();
  return cost;
}

async function measured(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000 };
}

function theirs(program: string, name: string, count: number, files: string): Cost {
  const script = fileURLToPath(new URL("./tracking.py", import.meta.url));
  const { status, stdout, stderr } = spawnSync(program, [script, url, name, String(count), files], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
