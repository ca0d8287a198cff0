import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { breakOff, fileServer, sendRange } from "../run/fetch/file-server.js";
import {
  emptyFolder,
  eventually,
  journalOf,
  onlyRun,
  run,
  runDirectories,
  sample,
  start,
} from "./program.js";

const MODEL = readFileSync(join(sample, "pose_sample.onnx"));
const SHA256 = createHash("sha256").update(MODEL).digest("hex");
const BENCHMARK = ["--config-name", "benchmarking_config.yaml"];
const NO_PROXY = { env: { HTTP_PROXY: "", http_proxy: "" } };

/** @returns the names of the files below a folder, relative, whose content has one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return all.filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const content = readFileSync(path, "latin1");
    return texts.some((text) => content.includes(text));
  });
}

it("a network is fetched into the run directory in spite of failures, and its secrets are kept nowhere", async () => {
  const cwd = emptyFolder();
  const server = await fileServer((response, request, count) => {
    if (count < 2) return response.writeHead(500).end("oh");
    return count === 2 ? breakOff(response, MODEL, 20_000) : sendRange(response, request, MODEL);
  });
  const address = server.url.replace("//", "//ada:lovelace1815@");
  const model = `${address}/zoo/pose_sample.onnx?token=t0ps3cret#sha256=${SHA256}`;
  const { code, stdout, stderr } = await run([...BENCHMARK, `general.model_path="${model}"`], {
    cwd,
    ...NO_PROXY,
  });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const directory = onlyRun(cwd);
  expect(readdirSync(join(directory, "model"))).toEqual(["pose_sample.onnx"]);
  expect(readFileSync(join(directory, "model/pose_sample.onnx")).equals(MODEL)).toBe(true);
  const request = JSON.parse(readFileSync(join(directory, "1_benchmarking/request.json"), "utf8"));
  expect(request.inputs.model).toBe(join(directory, "model/pose_sample.onnx"));
  expect(stdout).toMatch(/fetching http:\/\/\*\*\*@127.*status 500.*fetched [\d.]+ MB/s);
  expect(stdout).toContain(SHA256);
  expect(server.asked.at(-1)?.headers.range).toBe("bytes=20000-");
  expect(stdout).not.toMatch(/lovelace|t0ps3cret/);
  expect(filesWith(cwd, ["lovelace1815", "t0ps3cret"])).toEqual([]);
  const kept = readFileSync(join(directory, ".hydra/overrides.yaml"), "utf8");
  expect(kept).toMatch(/http:\/\/\*\*\*@127.*token=\*\*\*/);
});

it.each([
  ["is not there", 404, "no", /status 404/],
  ["is a web page", 200, "<!doctype html><html></html>", /web page/],
])("a network that %s fails the run before its first stage", async (_, status, body, says) => {
  const cwd = emptyFolder();
  const server = await fileServer((response) => response.writeHead(status).end(body));
  const { code, stderr } = await run([...BENCHMARK, `general.model_path=${server.url}/a.onnx`], {
    cwd,
    ...NO_PROXY,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(says);
  expect(stderr).toContain(`${server.url}/a.onnx`);
  const directory = onlyRun(cwd);
  expect(existsSync(join(directory, "1_benchmarking"))).toBe(false);
  expect(readdirSync(join(directory, "model"))).toEqual([]);
  expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "FAILED" });
});

it("a network of 3 GB by its Content-Length is not fetched", async () => {
  const cwd = emptyFolder();
  const server = await fileServer((response) =>
    response.writeHead(200, { "content-length": 3e9 }).write("x"),
  );
  const { code, stderr } = await run([...BENCHMARK, `general.model_path=${server.url}/a.onnx`], {
    cwd,
    ...NO_PROXY,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/more than 2048 MiB/);
});

it("Ctrl-C while a slow server sends ends the run as KILLED and leaves no part", async () => {
  const cwd = emptyFolder();
  const server = await fileServer((response) => {
    response.writeHead(200, { "content-length": MODEL.length });
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  });
  const words = [...BENCHMARK, `general.model_path=${server.url}/a.onnx`];
  const [child, ended] = start(words, { cwd, ...NO_PROXY });
  const part = () => runDirectories(cwd).find((path) => existsSync(join(path, "model/.a.onnx.part")));
  const directory = await eventually("a part is there", part);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  expect(readdirSync(join(directory, "model"))).toEqual([]);
  expect(journalOf(directory).at(-1)).toMatchObject({ type: "run_finished", status: "KILLED" });
});

it("nothing is fetched for --dry-run and --cfg, and each job of a sweep has its own", async () => {
  const cwd = emptyFolder();
  const server = await fileServer((response) => response.end(MODEL));
  const model = `general.model_path=${server.url.replace("//", "//ada:lovelace1815@")}/a.onnx`;
  const planned = await run([...BENCHMARK, model, "--dry-run"], { cwd, ...NO_PROXY });
  expect(planned.stdout).toMatch(/model: http:\/\/\*\*\*@127.*a\.onnx/);
  expect((await run([...BENCHMARK, model, "--cfg", "job"], { cwd, ...NO_PROXY })).code).toBe(0);
  expect(server.asked).toHaveLength(0);
  const boards = "benchmarking.board=STM32H747I-DISCO,NUCLEO-H743ZI2";
  const swept = await run([...BENCHMARK, "-m", model, boards], { cwd, ...NO_PROXY });
  expect([swept.code, server.asked.length]).toEqual([0, 2]);
  expect(swept.stdout + swept.stderr).not.toContain("lovelace1815");
  expect(filesWith(cwd, ["lovelace1815"]).map((name) => basename(name))).toEqual([]);
});

it.each([
  ["general.model_path=https://ada:lovelace1815@h/a.txt", /\.onnx/],
  ["general.model_path=https://ada:lovelace1815@h/a.onnx#main", /digest/],
  ["general.model_path=https://***@h/a.onnx", /lost its secret/],
])("%s is refused before anything starts, without its secret", async (override, says) => {
  const cwd = emptyFolder();
  const quoted = override.replace("=", "='").concat("'");
  const { code, stderr, stdout } = await run([...BENCHMARK, quoted], { cwd, ...NO_PROXY });
  expect(code).toBe(1);
  expect(stderr).toMatch(says);
  expect(stdout + stderr).not.toContain("lovelace1815");
  expect(runDirectories(cwd)).toEqual([]);
});
