/** The real MLflow: found by MLFLOW_BIN or on the PATH, started on loopback, stopped with its process group. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isOnPath } from "../../src/tracking/ui.js";

/** The program, or undefined when there is none. */
export const mlflowProgram = process.env.MLFLOW_BIN || (isOnPath("mlflow") ? "mlflow" : undefined);
export const hasMlflow = mlflowProgram !== undefined;
/** A program of MLflow 2, for what differs there; the first one may be of MLflow 2 too. */
export const mlflow2Program = process.env.MLFLOW2_BIN || undefined;
/** For the titles of tests that are passed over without it. */
export const needsMlflow = "needs MLflow: pip install mlflow, or MLFLOW_BIN=/path/to/mlflow";

const START_TIMEOUT_MS = 180_000;

export interface MlflowServer {
  readonly url: string;
  start(): Promise<void>;
  /** Ends the whole process group at once, as a crash would. */
  kill(): Promise<void>;
}

/** @returns a server that is not started yet, on a port that stays its own. */
export async function mlflowServer(
  args: readonly string[],
  cwd: string,
  program = mlflowProgram ?? "mlflow",
): Promise<MlflowServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  return {
    url,
    async start() {
      child = spawn(
        program,
        ["server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1", ...args],
        {
          cwd,
          detached: true,
          stdio: "ignore",
          env: {
            ...process.env,
            MLFLOW_ALLOW_FILE_STORE: "true",
            MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
          },
        },
      );
      await untilHealthy(url);
    },
    async kill() {
      if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child?.once("exit", resolve));
      process.kill(-child.pid, "SIGKILL");
      await gone;
    },
  };
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200);
  }
  throw new Error(`MLflow did not start at ${url}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

/** What tests read of a server's answers. */
export interface StoredRun {
  readonly info: {
    readonly run_id: string;
    readonly experiment_id: string;
    readonly run_name: string;
    readonly status: string;
    readonly user_id: string;
    readonly start_time: number;
    readonly end_time?: number;
  };
  readonly data: {
    readonly params: readonly Pair[];
    readonly metrics: readonly { readonly key: string; readonly value: number | string }[];
    readonly tags: readonly Pair[];
  };
}

/** @returns the number before the first point of the server's version. */
export async function majorVersion(url: string): Promise<number> {
  return Number.parseInt(await (await fetch(`${url}/version`)).text(), 10);
}

/** Asks the server directly, without the client under test, again where it closed an idle connection. @returns the JSON answer. */
export async function ask<Answer>(url: string, call: string, body?: object): Promise<Answer> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const once = () => fetch(`${url}/api/2.0/mlflow/${call}`, body === undefined ? {} : post);
  const answer = await once().catch(once);
  return (await answer.json()) as Answer;
}

/** @returns the runs of an experiment, of that name only when one is given. */
export async function storedRuns(
  url: string,
  experiment: string,
  name?: string,
): Promise<readonly StoredRun[]> {
  return foundRuns(url, experiment, name === undefined ? "" : `attributes.run_name = '${name}'`);
}

/** @returns the runs of an experiment that a filter of MLflow's finds. */
export async function foundRuns(
  url: string,
  experiment: string,
  filter: string,
): Promise<readonly StoredRun[]> {
  const query = `experiments/get-by-name?experiment_name=${experiment}`;
  const found = await ask<{ experiment: { experiment_id: string } }>(url, query);
  const search = { experiment_ids: [found.experiment.experiment_id], filter };
  return (await ask<{ runs?: readonly StoredRun[] }>(url, "runs/search", search)).runs ?? [];
}

/** @returns the values of a metric's points in the order of their steps. */
export async function storedPoints(url: string, runId: string, key: string): Promise<readonly number[]> {
  const query = `metrics/get-history?run_id=${runId}&metric_key=${key}`;
  const { metrics } = await ask<{ metrics: { value: number; step: number }[] }>(url, query);
  return metrics.sort((a, b) => a.step - b.step).map(({ value }) => value);
}

/** @returns the paths of the run's artifacts directly below a folder. */
export async function storedFiles(url: string, runId: string, path: string): Promise<readonly string[]> {
  const query = `artifacts/list?run_id=${runId}&path=${encodeURIComponent(path)}`;
  const { files } = await ask<{ files?: { path: string }[] }>(url, query);
  return (files ?? []).map((file) => file.path).sort();
}

export async function deleteExperiment(url: string, id: string): Promise<void> {
  await ask(url, "experiments/delete", { experiment_id: id });
}

/** @returns keys and values as one object. */
export function byKey(
  pairs: readonly { readonly key: string; readonly value: unknown }[],
): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
