import { truncateSync } from "node:fs";
import { rm, truncate, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MlflowClient, type MlflowClientOptions } from "../../../src/tracking/rest/mlflow-client.js";
import { delayBefore } from "../../../src/tracking/retry.js";
import { temporaryFolder } from "../run-directory.js";
import { type ScriptedAnswer, type ScriptedServer, type Seen, scriptedServer } from "../scripted-server.js";

const RETRY = { budgetMs: 3000, firstDelayMs: 1, longestDelayMs: 5 };
const EXPERIMENT = { experiment_id: "7", name: "pose", lifecycle_stage: "active" };
const GOOD = { body: { experiment: EXPERIMENT } };
const ROOT = "mlflow-artifacts:/7/r1/artifacts";

let server: ScriptedServer | undefined;
let client: MlflowClient;
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await client?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(
  answer: (seen: Seen, at: number) => ScriptedAnswer,
  options: MlflowClientOptions = {},
): Promise<ScriptedServer> {
  let at = 0;
  server = await scriptedServer((seen) => answer(seen, at++));
  client = new MlflowClient(
    { kind: "server", url: server.url },
    { env: { HOME: "/" }, retry: RETRY, ...options },
  );
  return server;
}

async function file(size: number): Promise<string> {
  const path = join(folder, "file");
  await writeFile(path, Buffer.alloc(size, 7));
  return path;
}

describe("MlflowClient against a bad server", () => {
  it.each<[string, ScriptedAnswer]>([
    ["a connection cut in the middle of an answer", { half: true }],
    ["502 of a proxy as a page", { status: 502, body: "<html><title>Bad Gateway</title></html>" }],
    ["504 with nothing", { status: 504, body: "" }],
    ["408", { status: 408, body: "" }],
    ["half of an answer under 200", { body: '{"experiment": {"expe' }],
    ["a list instead of an object", { body: "[]" }],
    ["500 in MLflow's words", { status: 500, body: { error_code: "INTERNAL_ERROR", message: "locked" } }],
  ])("asks again after %s", async (_, bad) => {
    const { seen } = await serve((__, at) => (at < 2 ? bad : GOOD));
    expect(await client.ensureExperiment("pose")).toBe("7");
    expect(seen).toHaveLength(3);
  });

  it("waits as long as Retry-After says, in seconds or as a date", async () => {
    const soon = () => new Date(Math.ceil((Date.now() + 1000) / 1000) * 1000).toUTCString();
    const times: number[] = [];
    await serve((_, at) => {
      times.push(performance.now());
      if (at > 1) return GOOD;
      return { status: 429, headers: { "retry-after": at === 0 ? "0.3" : soon() } };
    });
    await client.ensureExperiment("pose");
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(290);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(900);
  });

  it("gives up at once when Retry-After lies beyond its budget, and never waits for days", async () => {
    const { seen } = await serve(() => ({ status: 503, headers: { "retry-after": "864000" }, body: "" }));
    await expect(client.run("a")).rejects.toMatchObject({ code: "server_failure", status: 503 });
    expect(seen).toHaveLength(1);
    expect(delayBefore(0, RETRY, 864_000_000)).toBe(600_000);
  });

  it("repeats a failure in MLflow's own words a few times only", async () => {
    const { seen } = await serve(() => ({
      status: 500,
      body: { error_code: "INTERNAL_ERROR", message: "no" },
    }));
    await expect(client.run("a")).rejects.toThrow(/500 INTERNAL_ERROR: no/);
    expect(seen).toHaveLength(4);
  });

  it("says which name cannot be found", async () => {
    const retry = { ...RETRY, budgetMs: 20 };
    client = new MlflowClient(
      { kind: "server", url: "http://no-such-host.invalid:5000" },
      { env: {}, retry },
    );
    await expect(client.run("a")).rejects.toThrow(/no-such-host\.invalid.*(The name is not known here)/);
  });

  it("takes no other program's answer for MLflow's", async () => {
    const other: Server = createServer((socket) => {
      socket.on("error", () => undefined).resume();
      socket.end("220 mail.example.com ESMTP\r\n");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? address?.port : 0;
    const retry = { ...RETRY, budgetMs: 20 };
    client = new MlflowClient({ kind: "server", url: `http://127.0.0.1:${port}` }, { env: {}, retry });
    await expect(client.run("a")).rejects.toMatchObject({ code: "unreachable" });
    await new Promise((resolve) => other.close(resolve));
  });

  it("spreads its repeats: later ones wait longer, no two the same", () => {
    const policy = { budgetMs: 1, firstDelayMs: 100, longestDelayMs: 1000 };
    const delays = Array.from({ length: 50 }, () => delayBefore(2, policy));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...delays)).toBeLessThanOrEqual(400);
    expect(new Set(delays).size).toBeGreaterThan(10);
    expect(delayBefore(50, policy)).toBeLessThanOrEqual(1000);
  });
});

describe("files", () => {
  it("are told how far they are, and start again with the repeat", async () => {
    await serve((_, at) => (at === 0 ? { status: 503 } : {}));
    const told: number[] = [];
    const path = await file(5_000_000);
    await client.artifacts.put(ROOT, "a", path, { onProgress: (bytes) => told.push(bytes) });
    expect(told.filter((bytes) => bytes === 5_000_000)).toHaveLength(2);
    expect(told.slice(0, 3)).toEqual([2_097_152, 4_194_304, 5_000_000]);
  });

  it("of any size take little memory", async () => {
    const size = 500_000_000;
    let received = 0;
    const sink = createHttpServer((request, response) => {
      request.on("data", (chunk: Buffer) => {
        received += chunk.length;
      });
      request.on("end", () => response.end("{}"));
    });
    await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
    const address = sink.address();
    const port = typeof address === "object" ? address?.port : 0;
    client = new MlflowClient({ kind: "server", url: `http://127.0.0.1:${port}` }, { env: {}, retry: RETRY });
    const path = await file(1);
    await truncate(path, size);
    const before = process.memoryUsage.rss();
    let most = 0;
    await client.artifacts.put(ROOT, "a", path, {
      onProgress: () => {
        most = Math.max(most, process.memoryUsage.rss());
      },
    });
    await client.close();
    await new Promise((resolve) => sink.close(resolve));
    expect(received).toBe(size);
    expect((most - before) / 2 ** 20).toBeLessThan(150);
  });

  it("that the server refuses before it has read them are not sent again and again", async () => {
    const refusing = createServer((socket) => {
      socket.once("data", () =>
        socket.end("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
      );
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
    const address = refusing.address();
    const port = typeof address === "object" ? address?.port : 0;
    client = new MlflowClient({ kind: "server", url: `http://127.0.0.1:${port}` }, { env: {}, retry: RETRY });
    await expect(client.artifacts.put(ROOT, "a", await file(20_000_000))).rejects.toMatchObject({
      status: 413,
    });
    await new Promise((resolve) => refusing.close(resolve));
  });

  it("that become shorter while they are sent are no endless repeat", async () => {
    await serve(() => ({}));
    const path = await file(5_000_000);
    const sent = client.artifacts.put(ROOT, "a", path, { onProgress: () => truncateSync(path, 10) });
    await expect(sent).rejects.toMatchObject({ code: "disk" });
  });

  it("that are missing, and folders, are named", async () => {
    await serve(() => ({}));
    await expect(client.artifacts.put(ROOT, "a", join(folder, "none"))).rejects.toThrow(
      /none cannot be read: ENOENT/,
    );
    await expect(client.artifacts.put(ROOT, "a", folder)).rejects.toThrow(/is no file/);
    await expect(client.artifacts.putFolder(ROOT, "a", join(folder, "none"))).rejects.toThrow(
      /none cannot be read/,
    );
  });

  it("of a folder go several at once, each under its own name", async () => {
    await serve(() => ({}));
    const names = ["a b.txt", "é.txt", "sub/100%.txt", "sub/a#b", "sub/a%41", "x+y&z=1.txt"];
    const { TestJournal } = await import("../run-directory.js");
    const journal = new TestJournal(folder);
    for (const name of names) await journal.file(name, name);
    const warnings = await client.artifacts.putFolder(ROOT, "below", folder);
    const seen = server?.seen.map(({ call, body }) => [
      decodeURIComponent(call.split("/artifacts/").at(-1) ?? ""),
      body,
    ]);
    const stored = new Map([
      ["sub/a#b", "sub/a_23b"],
      ["sub/a%41", "sub/a_2541"],
    ]);
    expect(seen?.sort()).toEqual(names.map((name) => [`below/${stored.get(name) ?? name}`, name]).sort());
    expect(warnings.toSorted()).toEqual([
      'artifact "below/sub/a#b" is stored as "below/sub/a_23b"',
      'artifact "below/sub/a%41" is stored as "below/sub/a_2541"',
    ]);
  });
});

describe("large files where the server offers parts", () => {
  const env = {
    MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE: "1000",
    MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE: "400",
  };
  const MPU = "/api/2.0/mlflow-artifacts/mpu";

  function objectStore(partAnswer: (part: string) => ScriptedAnswer): (seen: Seen) => ScriptedAnswer {
    return ({ call }) => {
      if (call.includes("server-info")) return { body: { multipart_uploads_enabled: true } };
      const number = /PUT \/part(\d)/.exec(call)?.[1];
      if (number !== undefined) return partAnswer(number);
      if (!call.includes("/create/")) return {};
      const credentials = [1, 2, 3].map((part) => ({
        url: `${server?.url}/part${part}?signature=secret`,
        part_number: part,
        headers: { "x-part": String(part) },
      }));
      return { body: { upload_id: "u1", credentials } };
    };
  }

  it("they go in parts straight to its store, which does not hear our password", async () => {
    const answer = objectStore((part) => ({ body: "", headers: { etag: `"e${part}"` } }));
    await serve((seen) => answer(seen), { env: { ...env, MLFLOW_TRACKING_TOKEN: "t0ken" } });
    const told: number[] = [];
    await client.artifacts.put(ROOT, "sub/big é.bin", await file(1100), {
      onProgress: (bytes) => told.push(bytes),
    });
    const seen = server?.seen ?? [];
    const parts = seen
      .filter(({ call }) => call.startsWith("PUT"))
      .sort((a, b) => (a.call < b.call ? -1 : 1));
    expect(parts.map(({ body, headers }) => [body.length, headers["x-part"], headers.authorization])).toEqual(
      [
        [400, "1", undefined],
        [400, "2", undefined],
        [300, "3", undefined],
      ],
    );
    const create = seen.find(({ call }) => call.includes("create"));
    expect(create?.call).toBe(`POST ${MPU}/create/7/r1/artifacts/sub`);
    expect(JSON.parse(create?.body ?? "")).toEqual({ path: "big é.bin", num_parts: 3 });
    expect(create?.headers.authorization).toBe("Bearer t0ken");
    const complete = JSON.parse(seen.at(-1)?.body ?? "");
    expect(complete).toMatchObject({ path: "big é.bin", upload_id: "u1" });
    expect(complete.parts.map(({ etag }: { etag: string }) => etag)).toEqual(['"e1"', '"e2"', '"e3"']);
    expect(told.at(-1)).toBe(1100);
  });

  it("a part that fails ends the upload there, and the message has no signature", async () => {
    const answer = objectStore((part) => (part === "2" ? { status: 403, body: "expired" } : { body: "" }));
    await serve((seen) => answer(seen), { env });
    const error = await client.artifacts.put(ROOT, "big", await file(1100)).catch(String);
    expect(error).toMatch(/PUT .*\/part2: 403 expired/);
    expect(error).not.toMatch(/secret/);
    expect(server?.seen.at(-1)?.call).toBe(`POST ${MPU}/abort/7/r1/artifacts`);
  });

  it.each<[string, (call: string) => ScriptedAnswer]>([
    ["does not offer it", (call) => (call.includes("server-info") ? { body: {} } : {})],
    ["is of before 3.0", (call) => (call.includes("server-info") ? { status: 404, body: "<html>" } : {})],
    [
      "cannot do it after all",
      (call) => {
        if (call.includes("server-info")) return { body: { multipart_uploads_enabled: true } };
        return call.includes("create") ? { status: 501, body: { error_code: "NOT_IMPLEMENTED" } } : {};
      },
    ],
  ])("they go whole when the server %s", async (_, answer) => {
    await serve(({ call }) => answer(call), { env });
    await client.artifacts.put(ROOT, "big", await file(1100));
    expect(server?.seen.at(-1)?.body.length).toBe(1100);
  });
});
