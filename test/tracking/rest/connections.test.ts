import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import type { ServerOptions } from "node:https";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import { type CertificateName, certificate } from "../certificates.js";
import { temporaryFolder } from "../run-directory.js";
import { type ScriptedServer, scriptedServer } from "../scripted-server.js";
import { type ProxyOptions, type TestProxy, testProxy } from "../test-proxy.js";

const RETRY = { budgetMs: 200, firstDelayMs: 1, longestDelayMs: 5 };
const ANSWER = { body: { experiment: { experiment_id: "7", name: "pose", lifecycle_stage: "active" } } };
const NO_HOME = { HOME: "/nowhere" };

let server: ScriptedServer;
let proxy: TestProxy | undefined;
let client: MlflowClient | undefined;
let folder: string | undefined;

afterEach(async () => {
  await client?.close();
  await server?.close();
  await proxy?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  proxy = undefined;
  client = undefined;
  folder = undefined;
});

function tls(name: CertificateName, options: ServerOptions = {}): ServerOptions {
  const pem = readFileSync(certificate(name));
  return { cert: pem, key: pem, ...options };
}

async function ask(env: NodeJS.ProcessEnv, url = server.url): Promise<string> {
  client = new MlflowClient({ kind: "server", url }, { env: { ...NO_HOME, ...env }, retry: RETRY });
  return client.ensureExperiment("pose");
}

const TRUSTED = { MLFLOW_TRACKING_SERVER_CERT_PATH: certificate("authority") };

describe("certificates", () => {
  it("are checked, and the message says how to trust the server", async () => {
    server = await scriptedServer(() => ANSWER, tls("server"));
    const asked = ask({});
    await expect(asked).rejects.toMatchObject({ code: "unreachable", passing: false });
    await expect(asked).rejects.toThrow(/is not trusted: .*MLFLOW_TRACKING_SERVER_CERT_PATH/);
    expect(server.seen).toEqual([]);
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ["MLFLOW_TRACKING_SERVER_CERT_PATH", TRUSTED],
    ["REQUESTS_CA_BUNDLE", { REQUESTS_CA_BUNDLE: certificate("authority") }],
    ["MLFLOW_TRACKING_INSECURE_TLS=true", { MLFLOW_TRACKING_INSECURE_TLS: "true" }],
    ["MLFLOW_TRACKING_INSECURE_TLS=1", { MLFLOW_TRACKING_INSECURE_TLS: "1" }],
  ])("are trusted by %s", async (_, env) => {
    server = await scriptedServer(() => ANSWER, tls("server"));
    expect(await ask(env)).toBe("7");
  });

  it.each<[CertificateName, RegExp]>([
    ["other", /certificate is for other names/],
    ["expired", /certificate is over/],
  ])("that are wrong (%s) are explained", async (name, message) => {
    server = await scriptedServer(() => ANSWER, tls(name));
    await expect(ask(TRUSTED)).rejects.toThrow(message);
  });

  it("of the client are shown where the server asks for them, and named where they lack", async () => {
    const ca = readFileSync(certificate("authority"));
    server = await scriptedServer(() => ANSWER, tls("server", { ca, requestCert: true }));
    await expect(ask(TRUSTED)).rejects.toThrow(/MLFLOW_TRACKING_CLIENT_CERT_PATH/);
    await client?.close();
    expect(await ask({ ...TRUSTED, MLFLOW_TRACKING_CLIENT_CERT_PATH: certificate("client") })).toBe("7");
  });

  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ ...TRUSTED, MLFLOW_TRACKING_INSECURE_TLS: "true" }, /are both set/],
    [{ MLFLOW_TRACKING_INSECURE_TLS: "maybe" }, /"maybe": it takes true, false, 1 or 0/],
    [{ MLFLOW_TRACKING_SERVER_CERT_PATH: "/no/such.pem" }, /MLFLOW_TRACKING_SERVER_CERT_PATH: ENOENT/],
    [{ MLFLOW_TRACKING_CLIENT_CERT_PATH: "/dev/null" }, /is no PEM file/],
  ])("settings that cannot be are refused (%#)", async (env, message) => {
    server = await scriptedServer(() => ANSWER, tls("server"));
    await expect(ask(env)).rejects.toThrow(message);
  });

  it("missing altogether are told from a wrong one", async () => {
    server = await scriptedServer(() => ANSWER);
    await expect(ask({}, server.url.replace("http:", "https:"))).rejects.toThrow(/is it http:\/\/ instead/);
  });
});

describe("proxies", () => {
  async function through(options?: ProxyOptions, secure?: ServerOptions): Promise<TestProxy> {
    server = await scriptedServer(() => ANSWER, secure);
    proxy = await testProxy(options);
    return proxy;
  }

  it.each(["HTTP_PROXY", "http_proxy", "ALL_PROXY"])("of %s get plain requests", async (name) => {
    const { url, seen } = await through();
    expect(await ask({ [name]: url })).toBe("7");
    expect(seen).toEqual([`GET ${server.url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=pose`]);
  });

  it("may be named without a scheme", async () => {
    const { url, seen } = await through();
    await ask({ HTTP_PROXY: url.replace("http://", "") });
    expect(seen).toHaveLength(1);
  });

  it("get a tunnel for https, whose certificate is checked as without one", async () => {
    const { url, seen } = await through({}, tls("server"));
    expect(await ask({ HTTPS_PROXY: url, ...TRUSTED })).toBe("7");
    expect(seen).toEqual([`CONNECT ${new URL(server.url).host}`]);
    await client?.close();
    await expect(ask({ HTTPS_PROXY: url })).rejects.toThrow(/is not trusted/);
  });

  it.each(["127.0.0.1", "example.com, 127.0.0.1", "*"])("are left out for NO_PROXY=%s", async (noProxy) => {
    const { url, seen } = await through();
    expect(await ask({ HTTP_PROXY: url, NO_PROXY: noProxy })).toBe("7");
    expect(seen).toEqual([]);
  });

  it("of the one protocol are not used for the other", async () => {
    const { url, seen } = await through();
    expect(await ask({ HTTPS_PROXY: url })).toBe("7");
    expect(seen).toEqual([]);
  });

  it("get their password, and nobody hears it", async () => {
    const { url, passwords } = await through({ refuse: 407 });
    const secret = url.replace("//", "//ana:pa%2Fss@");
    const error = await ask({ HTTP_PROXY: secret }).catch(String);
    expect(passwords).toEqual([`Basic ${Buffer.from("ana:pa/ss").toString("base64")}`]);
    expect(error).toMatch(/proxy asks for a password/i);
    expect(error).not.toMatch(/ana|pa%2Fss|pa\/ss/);
  });

  it("that let nothing through are named", async () => {
    const { url } = await through({ refuse: 403 }, tls("server"));
    await expect(ask({ HTTPS_PROXY: url, ...TRUSTED })).rejects.toThrow(/NO_PROXY/);
  });

  it("that are no addresses are refused without their text, which may hold a password", async () => {
    server = await scriptedServer(() => ANSWER);
    const error = await ask({ HTTP_PROXY: "socks5://ana:secret@host" }).catch(String);
    expect(error).toMatch(/HTTP_PROXY is no address of a proxy/);
    expect(error).not.toMatch(/secret/);
  });

  it("pass whole files on", async () => {
    const { url } = await through();
    folder = await temporaryFolder();
    await writeFile(join(folder, "model"), "x".repeat(3_000_000));
    client = new MlflowClient({ kind: "server", url: server.url }, { env: { ...NO_HOME, HTTP_PROXY: url } });
    await client.artifacts.put("mlflow-artifacts:/7/r1/artifacts", "model", join(folder, "model"));
    expect(server.seen[0]?.body.length).toBe(3_000_000);
  });
});

describe("credentials", () => {
  it("are read from ~/.mlflow/credentials where the environment has none", async () => {
    server = await scriptedServer(() => ANSWER);
    folder = await temporaryFolder();
    await mkdir(join(folder, ".mlflow"));
    const lines = [
      "# mine",
      "[mlflow]",
      "mlflow_tracking_username = ana",
      "MLFLOW_TRACKING_PASSWORD=50%% off",
      "",
    ];
    await writeFile(join(folder, ".mlflow", "credentials"), lines.join("\n"));
    await ask({ HOME: folder });
    await client?.close();
    await ask({ HOME: folder, MLFLOW_TRACKING_USERNAME: "bob" });
    const sent = server.seen.map(({ headers }) => headers.authorization?.replace("Basic ", "") ?? "");
    expect(sent.map((text) => Buffer.from(text, "base64").toString())).toEqual([
      "ana:50% off",
      "bob:50% off",
    ]);
  });
});

describe("time limits", () => {
  it("of MLFLOW_HTTP_REQUEST_TIMEOUT end a server's silence, MLFLOW_HTTP_REQUEST_MAX_RETRIES the repeats", async () => {
    server = await scriptedServer(() => ({ hang: true }));
    const env = { MLFLOW_HTTP_REQUEST_TIMEOUT: "1", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1" };
    client = new MlflowClient({ kind: "server", url: server.url }, { env: { ...NO_HOME, ...env } });
    await expect(client.run("a")).rejects.toMatchObject({ code: "unreachable", passing: true });
    expect(server.seen).toHaveLength(2);
  });

  it("that are none are refused", () => {
    const target = { kind: "server" as const, url: "http://127.0.0.1:1" };
    expect(() => new MlflowClient(target, { env: { MLFLOW_HTTP_REQUEST_TIMEOUT: "soon" } })).toThrow(
      /MLFLOW_HTTP_REQUEST_TIMEOUT is "soon": it takes a number/,
    );
  });
});
