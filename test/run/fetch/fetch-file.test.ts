import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRemote } from "../../../src/chain/remote-input.js";
import { type FetchRequest, fetchFile } from "../../../src/run/fetch/fetch-file.js";
import { temporaryFolder } from "../../chain/rig.js";
import { breakOff, fileServer, sendRange } from "./file-server.js";

const BODY = randomBytes(300_000);
const DIGEST = createHash("sha256").update(BODY).digest("hex");

interface Situation extends Partial<FetchRequest> {
  readonly folder?: string;
}

async function fetchFrom(address: string, { folder = temporaryFolder(), ...rest }: Situation = {}) {
  const read = readRemote(address);
  if (!read.ok) throw new Error(read.message);
  const progress: [number, number | undefined][] = [];
  const repeats: string[] = [];
  const place = join(folder, "model");
  const outcome = await fetchFile({
    input: read.input,
    folder: place,
    env: {},
    signal: new AbortController().signal,
    onProgress: (...step) => progress.push(step),
    onRepeat: (reason) => repeats.push(reason),
    ...rest,
    limits: { firstDelayMs: 10, silenceMs: 2000, ...rest.limits },
  }).then(
    (file) => ({ file }),
    (error: unknown) => ({ error }),
  );
  const files = existsSync(place) ? readdirSync(place).sort() : [];
  return { file: undefined, error: undefined, ...outcome, files, place, progress, repeats };
}

describe("a file on the web", () => {
  it("is fetched under its own name, with its digest and progress", async () => {
    const server = await fileServer((response) =>
      response.setHeader("content-length", BODY.length).end(BODY),
    );
    const { file, files, place, progress } = await fetchFrom(
      `${server.url}/zoo/pose%20net.onnx?v=2#sha256=${DIGEST}`,
    );
    expect(file).toEqual({ path: join(place, "pose net.onnx"), bytes: BODY.length, sha256: DIGEST });
    expect(files).toEqual(["pose net.onnx"]);
    expect(readFileSync(join(place, "pose net.onnx")).equals(BODY)).toBe(true);
    expect(progress.at(-1)).toEqual([BODY.length, BODY.length]);
    expect(server.asked[0]?.url).toBe("/zoo/pose%20net.onnx?v=2");
  });

  it("of a server that does not tell its length is taken to its end", async () => {
    const server = await fileServer((response) => {
      response.write(BODY.subarray(0, 1000));
      setTimeout(() => response.end(BODY.subarray(1000)), 50);
    });
    const { file, progress } = await fetchFrom(`${server.url}/a.onnx`);
    expect(file?.sha256).toBe(DIGEST);
    expect(progress[0]).toEqual([1000, undefined]);
  });

  it("goes on where the connection broke off", async () => {
    const server = await fileServer((response, request, count) =>
      count === 0 ? breakOff(response, BODY, 100_000) : sendRange(response, request, BODY),
    );
    const { file, repeats } = await fetchFrom(`${server.url}/a.onnx`);
    expect(file).toMatchObject({ bytes: BODY.length, sha256: DIGEST });
    expect(repeats).toHaveLength(1);
    expect(server.asked[1]?.headers).toMatchObject({ range: "bytes=100000-", "if-range": '"one"' });
  });

  it("starts again where the server cannot go on", async () => {
    const server = await fileServer((response, _, count) =>
      count === 0 ? breakOff(response, BODY, 100_000) : response.end(BODY),
    );
    expect((await fetchFrom(`${server.url}/a.onnx`)).file).toMatchObject({
      bytes: BODY.length,
      sha256: DIGEST,
    });
  });

  it("starts again where the server sends another part than it was asked for", async () => {
    const server = await fileServer((response, _, count) => {
      if (count === 0) return breakOff(response, BODY, 100_000);
      if (count > 1) return response.end(BODY);
      response.writeHead(206, { "content-range": `bytes 5-${BODY.length - 1}/${BODY.length}` });
      return response.end(BODY.subarray(5));
    });
    expect((await fetchFrom(`${server.url}/a.onnx`)).file).toMatchObject({
      bytes: BODY.length,
      sha256: DIGEST,
    });
  });

  it("comes after two answers of 500", async () => {
    const server = await fileServer((response, _, count) => {
      response.statusCode = count < 2 ? 500 : 200;
      response.end(count < 2 ? "oh" : BODY);
    });
    const { file, repeats } = await fetchFrom(`${server.url}/a.onnx`);
    expect(file?.sha256).toBe(DIGEST);
    expect(repeats).toHaveLength(2);
    expect(repeats[0]).toContain(`${server.url}/a.onnx`);
  });

  it("waits as long as Retry-After says", async () => {
    const server = await fileServer((response, _, count) => {
      if (count > 0) return response.end(BODY);
      return response.writeHead(503, { "retry-after": "1" }).end();
    });
    const started = performance.now();
    expect((await fetchFrom(`${server.url}/a.onnx`)).file?.sha256).toBe(DIGEST);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it("comes through redirects, which do not learn the password", async () => {
    const other = await fileServer((response) => response.end(BODY));
    const server = await fileServer((response, _, count) => {
      const location = count === 0 ? "/second.onnx" : `${other.url}/elsewhere`;
      response.writeHead(302, { location }).end();
    });
    const address = `${server.url}/a.onnx`.replace("//", "//ada:l%40ve@");
    expect((await fetchFrom(address)).file?.path).toMatch(/a\.onnx$/);
    const authorization = `Basic ${Buffer.from("ada:l@ve").toString("base64")}`;
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization]);
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("comes with a password that has a % of its own", async () => {
    const server = await fileServer((response) => response.end(BODY));
    const { file } = await fetchFrom(`${server.url}/a.onnx`.replace("//", "//ada:100%@"));
    expect(file?.sha256).toBe(DIGEST);
    const authorization = `Basic ${Buffer.from("ada:100%").toString("base64")}`;
    expect(server.asked[0]?.headers.authorization).toBe(authorization);
  });

  it("comes under a name of many bytes", async () => {
    const server = await fileServer((response) => response.end(BODY));
    const { error, files } = await fetchFrom(`${server.url}/${encodeURIComponent("模".repeat(200))}.onnx`);
    expect([error, files]).toEqual([undefined, [expect.stringMatching(/模\.onnx$/)]]);
  });

  it("comes through the proxy that the environment names, but for NO_PROXY", async () => {
    const proxy = await fileServer((response) => response.end(BODY));
    const env = { HTTP_PROXY: proxy.url };
    expect((await fetchFrom("http://models.invalid/a.onnx", { env })).file?.sha256).toBe(DIGEST);
    expect(proxy.asked[0]?.url).toBe("http://models.invalid/a.onnx");
    const server = await fileServer((response) => response.end(BODY));
    await fetchFrom(`${server.url}/a.onnx`, { env: { ...env, NO_PROXY: "127.0.0.1" } });
    expect([proxy.asked.length, server.asked.length]).toEqual([1, 1]);
  });

  it("is used as it is when it lies there already, and never replaces another", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "model"));
    writeFileSync(join(folder, "model/a.onnx"), "mine");
    const server = await fileServer((response) => response.end(BODY));
    for (const _ of [1, 2]) {
      const { file, files } = await fetchFrom(`${server.url}/a.onnx`, { folder });
      expect(file?.path).toBe(join(folder, "model/a_1.onnx"));
      expect(files).toEqual(["a.onnx", "a_1.onnx"]);
    }
    expect(readFileSync(join(folder, "model/a.onnx"), "utf8")).toBe("mine");
  });
});

describe("nothing is left of a file that", () => {
  it("is not there; the error names address and status, without the secrets", async () => {
    const server = await fileServer((response) => response.writeHead(404).end("<html>"));
    const address = `${server.url}/a.onnx?token=abcdef`.replace("//", "//ada:love@");
    const { error, files, repeats } = await fetchFrom(address);
    expect(error).toMatchObject({ detail: { code: "fetch_refused" } });
    expect(String(error)).toMatch(/http:\/\/\*\*\*@127.*a\.onnx\?token=\*\*\* .* status 404/);
    expect([files, repeats]).toEqual([[], []]);
  });

  it.each([
    ["a web page", "\n<!DOCTYPE html><html>", /web page/],
    ["nothing", "", /empty/],
    ["a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", /Git LFS/],
  ])("is %s", async (_, body, says) => {
    const server = await fileServer((response) => response.end(body));
    const { error, files } = await fetchFrom(`${server.url}/a.onnx`);
    expect(String(error)).toMatch(says);
    expect(files).toEqual([]);
  });

  it("has another digest", async () => {
    const server = await fileServer((response) => response.end(BODY));
    const { error, files } = await fetchFrom(`${server.url}/a.onnx#sha256=${"0".repeat(64)}`);
    expect(error).toMatchObject({ detail: { code: "fetch_wrong_digest" } });
    expect(String(error)).toContain(DIGEST);
    expect(files).toEqual([]);
  });

  it("is shorter than its Content-Length, however often", async () => {
    const server = await fileServer((response) => breakOff(response, BODY, 0));
    const { error, files, repeats } = await fetchFrom(`${server.url}/a.onnx`);
    expect(error).toMatchObject({ detail: { code: "fetch_failed" } });
    expect([files, repeats.length]).toEqual([[], 5]);
  });

  it("says that it is too large, or turns out so", async () => {
    const limits = { maxBytes: 100_000 };
    const huge = await fileServer((response) =>
      response.writeHead(200, { "content-length": 2 ** 40 }).write("x"),
    );
    const endless = await fileServer((response) => response.end(BODY));
    const chunked = await fileServer((response) => {
      response.write(BODY.subarray(0, 1000));
      response.end(BODY.subarray(1000));
    });
    for (const { url } of [huge, endless, chunked]) {
      const { error, files } = await fetchFrom(`${url}/a.onnx`, { limits });
      expect(error).toMatchObject({ detail: { code: "fetch_too_large" } });
      expect(files).toEqual([]);
    }
  });

  it("falls silent for too long", async () => {
    const server = await fileServer((response) =>
      response.writeHead(200, { "content-length": 10 }).write("x"),
    );
    const limits = { silenceMs: 200, fruitless: 1 };
    const { error, files } = await fetchFrom(`${server.url}/a.onnx`, { limits });
    expect(error).toMatchObject({ detail: { code: "fetch_failed" } });
    expect(files).toEqual([]);
  });

  it("is redirected in a circle, to no address, or to a file of this machine", async () => {
    for (const location of ["/a.onnx", "http://", "file:///etc/passwd"]) {
      const server = await fileServer((response) => response.writeHead(302, { location }).end());
      const { error } = await fetchFrom(`${server.url}/a.onnx`);
      expect(error).toMatchObject({ detail: { code: "fetch_refused" } });
    }
  });

  it("is given up by the user", async () => {
    const server = await fileServer((response) =>
      response.writeHead(200, { "content-length": 10 }).write("x"),
    );
    const { error, files } = await fetchFrom(`${server.url}/a.onnx`, { signal: AbortSignal.timeout(200) });
    expect(error).toBeInstanceOf(Error);
    expect(files).toEqual([]);
  });

  it("comes from a server that nobody knows or that is not there", async () => {
    const limits = { fruitless: 1 };
    const unknown = await fetchFrom("http://nowhere.invalid/a.onnx", { limits });
    expect(String(unknown.error)).toMatch(/nowhere\.invalid.*(ENOTFOUND|EAI_AGAIN)/);
    const refused = await fetchFrom("http://127.0.0.1:9/a.onnx", { limits });
    expect(String(refused.error)).toMatch(/ECONNREFUSED/);
  });
});
