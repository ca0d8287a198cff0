import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MlflowClient, type MlflowClientOptions } from "../../../src/tracking/rest/mlflow-client.js";
import { RestStore } from "../../../src/tracking/rest/rest-store.js";
import type { ServerTarget } from "../../../src/tracking/uri.js";
import { START_TIME, temporaryFolder } from "../run-directory.js";
import { type ScriptedAnswer, type ScriptedServer, type Seen, scriptedServer } from "../scripted-server.js";

const RETRY = { budgetMs: 2000, firstDelayMs: 1, longestDelayMs: 5 };
const EXPERIMENT = { experiment_id: "7", name: "pose", lifecycle_stage: "active" };
const worded = (error_code: string, message = "words") => ({ status: 400, body: { error_code, message } });

let server: ScriptedServer;
let client: MlflowClient;

afterEach(async () => {
  await client?.close();
  await server?.close();
});

/** Answers in turn, the last one for ever. */
async function serve(
  answers: readonly ScriptedAnswer[],
  options: MlflowClientOptions = {},
  target: Partial<ServerTarget> = {},
) {
  let at = 0;
  await serveBy(() => answers[Math.min(at++, answers.length - 1)] ?? {}, options, target);
}

async function serveBy(
  answer: (seen: Seen) => ScriptedAnswer,
  options: MlflowClientOptions = {},
  target: Partial<ServerTarget> = {},
) {
  server = await scriptedServer(answer);
  client = new MlflowClient(
    { kind: "server", url: server.url, ...target },
    { env: {}, retry: RETRY, ...options },
  );
}

describe("MlflowClient", () => {
  it.each<[string, ScriptedAnswer]>([
    ["a cut connection", { cut: true }],
    ["503", { status: 503, body: "" }],
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "0" } }],
    ["500 as a web page", { status: 500, body: "<html></html>" }],
    ["an empty answer", { body: "" }],
    ["a web page under 200", { body: "<html></html>" }],
  ])("repeats a request after %s", async (_, failure) => {
    await serve([failure, failure, { body: { experiment: EXPERIMENT } }]);
    expect(await client.ensureExperiment("pose")).toBe("7");
    expect(server.seen).toHaveLength(3);
  });

  it("does not repeat what is permanent", async () => {
    await serve([{ status: 401, body: "You are not authenticated" }]);
    await expect(client.ensureExperiment("pose")).rejects.toMatchObject({
      code: "unauthorized",
      passing: false,
    });
    expect(server.seen).toHaveLength(1);
  });

  it("gives up when its budget is spent, and says what did not answer", async () => {
    await serve([{ cut: true }], { retry: { ...RETRY, budgetMs: 20 } });
    await expect(client.run("a")).rejects.toMatchObject({ code: "unreachable", passing: true });
    await expect(client.run("a")).rejects.toThrow(`GET ${server.url}/api/2.0/mlflow/runs/get: no answer (`);
  });

  it("stops when it is told to, a server that hangs or not", async () => {
    const abort = new AbortController();
    await serve([{ hang: true }], { signal: abort.signal });
    const asked = client.run("a");
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toMatchObject({ code: "aborted" });
  });

  it("uses the experiment of whoever was faster", async () => {
    const missing = { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no" } };
    await serve([missing, worded("RESOURCE_ALREADY_EXISTS"), { body: { experiment: EXPERIMENT } }]);
    expect(await client.ensureExperiment("pose")).toBe("7");
  });

  it("says that an experiment was deleted and how to bring it back", async () => {
    await serve([{ body: { experiment: { ...EXPERIMENT, lifecycle_stage: "deleted" } } }]);
    await expect(client.ensureExperiment("pose")).rejects.toThrow(
      /"pose" was deleted on .*restore --experiment-id 7/,
    );
  });

  it("refuses a number that a server would silently drop, before it is sent", async () => {
    await serve([{}]);
    const metrics = [{ key: "loss", value: 1, timestamp: START_TIME + 0.5, step: 0 }];
    await expect(client.logBatch("a", { metrics })).rejects.toMatchObject({ code: "invalid_value" });
    await expect(client.createRun({ experimentId: "1", name: "a", startTime: 1.5 })).rejects.toThrow(
      /start time/,
    );
    expect(server.seen).toEqual([]);
  });

  it.each<[string, NodeJS.ProcessEnv, Partial<ServerTarget>, string | undefined]>([
    ["nothing", {}, {}, undefined],
    [
      "user and password",
      { MLFLOW_TRACKING_USERNAME: "ana", MLFLOW_TRACKING_PASSWORD: "pw" },
      {},
      "Basic YW5hOnB3",
    ],
    ["a token", { MLFLOW_TRACKING_TOKEN: "t0ken" }, {}, "Bearer t0ken"],
    [
      "the address's own",
      { MLFLOW_TRACKING_TOKEN: "t" },
      { credentials: { username: "ana", password: "pw" } },
      "Basic YW5hOnB3",
    ],
  ])("authenticates with %s and never tells", async (_, env, target, header) => {
    await serve([{ status: 403, body: "Permission denied" }], { env }, target);
    const error = await client.run("a").catch((caught: unknown) => caught);
    expect(server.seen[0]?.headers.authorization).toBe(header);
    expect(String(error)).toMatch(/403 Permission denied/);
    expect(String(error)).not.toMatch(/ana|pw|t0ken/);
  });

  it("sets a tag", async () => {
    await serve([{}]);
    await client.setTag("r1", { key: "mlflow.note.content", value: "# note" });
    expect(server.seen.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
      ["POST /api/2.0/mlflow/runs/set-tag", { run_id: "r1", key: "mlflow.note.content", value: "# note" }],
    ]);
  });

  it("keeps the path that the server's address has", async () => {
    await serve([{ body: { experiment: EXPERIMENT } }]);
    const below = new MlflowClient({ kind: "server", url: `${server.url}/team` }, { env: {}, retry: RETRY });
    await below.ensureExperiment("a & b");
    await below.close();
    expect(server.seen[0]?.call).toBe(
      "GET /team/api/2.0/mlflow/experiments/get-by-name?experiment_name=a+%26+b",
    );
  });
});

const RUN = {
  info: {
    run_id: "r1",
    experiment_id: "7",
    artifact_uri: "mlflow-artifacts:/7/r1/artifacts",
    status: "RUNNING",
  },
};
const SPEC = {
  clientId: "c1",
  experiment: "pose",
  name: "first",
  user: "ana",
  startTime: START_TIME,
  tags: [],
};

describe("RestStore", () => {
  it("makes a run once, though the answer to its creation is lost", async () => {
    let created = 0;
    await serveBy(({ call }) => {
      if (call.includes("get-by-name")) return { body: { experiment: EXPERIMENT } };
      if (call.includes("runs/search")) return { body: created > 0 ? { runs: [RUN] } : {} };
      created += 1;
      return { cut: true };
    });
    expect(await new RestStore(client).openRun(SPEC)).toMatchObject({ experimentId: "7", runId: "r1" });
    expect(created).toBe(1);
    const creation = server.seen.find(({ call }) => call.includes("runs/create"));
    expect(JSON.parse(creation?.body ?? "").tags).toEqual([{ key: "stm32ai.run_id", value: "c1" }]);
  });

  it("says that a run was deleted", async () => {
    await serve([
      { body: { run: { info: { ...RUN.info, run_name: "first", lifecycle_stage: "deleted" } } } },
    ]);
    const handle = { experimentId: "7", runId: "r1", artifactUri: "" };
    await expect(new RestStore(client).hasRun(handle)).rejects.toThrow(
      /"first" was deleted .* restore --run-id r1/,
    );
  });

  it("finds the one entry that the server refuses and keeps all the others", async () => {
    const stored: string[] = [];
    await serveBy(({ body }) => {
      if (body === "") return { body: { run: RUN } };
      const keys: string[] = JSON.parse(body).metrics.map(({ key }: { key: string }) => key);
      if (keys.includes("m37")) return worded("INVALID_PARAMETER_VALUE", "m37 is odd");
      stored.push(...keys);
      return {};
    });
    const metrics = Array.from({ length: 100 }, (_, at) => ({
      key: `m${at}`,
      value: 1,
      timestamp: START_TIME,
      step: 0,
    }));
    const handle = { experimentId: "7", runId: "r1", artifactUri: "" };
    const warnings = await new RestStore(client).logBatch(handle, { params: [], tags: [], metrics });
    expect(warnings).toEqual([expect.stringMatching(/^metric "m37" was not stored: .*m37 is odd$/)]);
    expect(stored).toEqual(metrics.map(({ key }) => key).filter((key) => key !== "m37"));
  });

  it("refuses folders of another machine and stores without a proxy", async () => {
    const far = new RestStore(
      new MlflowClient({ kind: "server", url: "http://far.example.com" }, { env: {} }),
    );
    const put = (artifactUri: string) =>
      far.putArtifact({ experimentId: "7", runId: "r1", artifactUri }, "a/b", "/dev/null");
    await expect(put("/no/such/place/7/r1/artifacts")).rejects.toMatchObject({ code: "artifact_store" });
    await expect(put("s3://bucket/7/r1/artifacts")).rejects.toThrow(/in s3:.*--serve-artifacts/);
  });

  it("repeats an upload whole after it was cut, with its size told before", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "model"), "x".repeat(100_000));
    await serve([{ cut: true }, {}]);
    const handle = { experimentId: "7", runId: "r1", artifactUri: RUN.info.artifact_uri };
    await new RestStore(client).putArtifact(handle, "first/model é", join(folder, "model"));
    await rm(folder, { recursive: true });
    expect(server.seen.map(({ call, body }) => [call, body.length])).toEqual(
      [1, 2].map(() => [
        "PUT /api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/first/model%20%C3%A9",
        100_000,
      ]),
    );
    expect(server.seen[1]?.headers["content-length"]).toBe("100000");
  });
});
