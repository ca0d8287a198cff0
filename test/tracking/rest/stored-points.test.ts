import { afterEach, describe, expect, it } from "vitest";
import { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import { RestStore } from "../../../src/tracking/rest/rest-store.js";
import type { MetricPoint } from "../../../src/tracking/tracking-store.js";
import { START_TIME } from "../run-directory.js";
import { type ScriptedServer, scriptedServer } from "../scripted-server.js";

const RUN = { experimentId: "7", runId: "r1", artifactUri: "" };
const RETRY = { budgetMs: 2000, firstDelayMs: 1, longestDelayMs: 5 };
const PAGE = 2;

let server: ScriptedServer;
let client: MlflowClient;

afterEach(async () => {
  await client.close();
  await server.close();
});

/**
 * A server that keeps every point that it is sent, as one on a file store does.
 * @param stored what it has from the beginning
 * @param answerLost told the number of a batch and its points; returns those that are kept though no answer comes
 */
async function keepEverything(
  stored: MetricPoint[],
  answerLost: (batch: number, metrics: readonly MetricPoint[]) => readonly MetricPoint[] | undefined = () =>
    undefined,
): Promise<RestStore> {
  let batches = 0;
  server = await scriptedServer(({ call, body }) => {
    const query = new URL(call.split(" ")[1] ?? "", "http://server").searchParams;
    if (call.includes("runs/get")) return { body: { run: { ...INFO, data: { metrics: newestOf(stored) } } } };
    if (call.includes("get-history")) {
      const history = stored.filter(({ key }) => key === query.get("metric_key"));
      const start = Number(query.get("page_token") ?? 0);
      const next = start + PAGE < history.length ? { next_page_token: String(start + PAGE) } : {};
      return { body: { metrics: history.slice(start, start + PAGE), ...next } };
    }
    const { metrics } = JSON.parse(body) as { metrics: MetricPoint[] };
    const kept = answerLost(batches++, metrics);
    stored.push(...(kept ?? metrics));
    return { cut: kept !== undefined };
  });
  client = new MlflowClient({ kind: "server", url: server.url }, { env: {}, retry: RETRY });
  return new RestStore(client);
}

const INFO = { info: { run_id: "r1", experiment_id: "7" } };

function newestOf(points: readonly MetricPoint[]): MetricPoint[] {
  return [...new Map(points.toSorted((a, b) => a.step - b.step).map((point) => [point.key, point])).values()];
}

function points(key: string, ...steps: readonly number[]): MetricPoint[] {
  return steps.map((step) => ({ key, value: step / 7, step, timestamp: START_TIME + step }));
}

const batchOf = (metrics: readonly MetricPoint[]) => ({ params: [], tags: [], metrics });
const calls = (name: string) => server.seen.filter(({ call }) => call.includes(name)).length;

describe("points that a server may have already", () => {
  it("are sent once, though the answer to a batch was lost when a part of it was stored", async () => {
    const stored: MetricPoint[] = [];
    const store = await keepEverything(stored, (batch, metrics) =>
      batch === 0 ? metrics.slice(0, 2) : undefined,
    );
    await store.logBatch(RUN, batchOf(points("loss", 1, 2, 3)));
    expect(stored).toEqual(points("loss", 1, 2, 3));
  });

  it("are asked for once a metric, however many batches come again", async () => {
    const all = [...points("loss", 1, 2, 3, 4, 5), ...points("accuracy", 1, 2, 3)];
    const stored = [...all];
    const store = await keepEverything(stored);
    for (const point of all) await store.logBatch(RUN, batchOf([point]));
    expect(stored).toEqual(all);
    expect([calls("runs/get"), calls("get-history"), calls("log-batch")]).toEqual([1, 3 + 2, 0]);
  });

  it("are not asked for when they come after the newest that the server has, or are the newest", async () => {
    const stored = [...points("loss", 1, 2), ...points("size", 1)];
    const store = await keepEverything(stored);
    await store.logBatch(RUN, batchOf([...points("size", 1), ...points("loss", 2, 3, 4)]));
    await store.logBatch(RUN, batchOf(points("loss", 5)));
    expect(stored).toEqual([...points("loss", 1, 2), ...points("size", 1), ...points("loss", 3, 4, 5)]);
    expect(calls("get-history")).toBe(0);
  });

  it("are known when they are infinite, which databases keep as the largest number", async () => {
    const infinite = { key: "high", value: "Infinity" as const, step: 0, timestamp: START_TIME };
    const stored = [{ ...infinite, value: Number.MAX_VALUE }];
    const store = await keepEverything(stored);
    await store.logBatch(RUN, batchOf([infinite]));
    expect(stored).toHaveLength(1);
  });
});
