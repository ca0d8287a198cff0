import { existsSync, readdirSync } from "node:fs";
import { appendFile, chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Delivery, deliver } from "../../../src/tracking/delivery/delivery.js";
import { readMeta } from "../../../src/tracking/file-store/meta-yaml.js";
import {
  metric,
  param,
  runFinished,
  runStarted,
  START_TIME,
  TestJournal,
  temporaryFolder,
} from "../run-directory.js";
import { scriptedServer } from "../scripted-server.js";

const WAIT = { timeout: 20_000, interval: 20 };

let folder: string;
let journal: TestJournal;

beforeEach(async () => {
  folder = await temporaryFolder();
  journal = new TestJournal(join(folder, "runs", "first"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options = () => ({
  runDirectory: journal.runDirectory,
  target: { kind: "folder" as const, path: join(folder, "mlruns") },
  timeoutMs: 20_000,
});

/** @returns the first file below a folder whose path ends so. */
function fileIn(below: string, end: string): string | undefined {
  if (!existsSync(below)) return undefined;
  const name = readdirSync(below, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith(end));
  return name && join(below, name);
}

describe("Delivery to a local store", () => {
  it("delivers while the run goes on, and the end with its files", async () => {
    const delivery = new Delivery(options());
    delivery.poke();
    await journal.append(
      runStarted({ name: "first" }),
      param("operation_mode", "chain_qb"),
      metric("loss", 1),
    );
    delivery.poke();
    const loss = await vi.waitUntil(() => fileIn(join(folder, "mlruns"), "metrics/loss"), WAIT);
    const runFolder = join(loss, "../..");
    expect(await readFile(loss, "utf8")).toBe(`${START_TIME + 1000} 1 0\n`);
    expect((await readMeta(runFolder))?.get("status")).toBe(1);

    await journal.append(metric("loss", 0.5, 1), runFinished("KILLED"));
    await journal.file("models/quantized.onnx", "weights");
    const report = await delivery.finish({ timeoutMs: 10_000 });

    expect(report).toEqual({
      complete: true,
      delivered: { params: 1, tags: 0, metrics: 2, artifacts: 2 },
      left: { params: 0, tags: 0, metrics: 0, artifacts: 0, status: false },
      warnings: [],
      location: join(folder, "mlruns"),
      place: runFolder,
    });
    const meta = await readMeta(runFolder);
    expect([meta?.get("status"), meta?.get("end_time")]).toEqual([5, START_TIME + 5]);
    expect(await readFile(join(runFolder, "metrics", "loss"), "utf8")).toBe(
      `${START_TIME + 1000} 1 0\n${START_TIME + 1001} 0.5 1\n`,
    );
    expect((await readdir(join(runFolder, "artifacts", "first"))).sort()).toEqual(["models", "run.jsonl"]);
    expect(await readdir(journal.runDirectory)).not.toContain(".tracking.lock");
  });

  it("does nothing for a run directory that was delivered", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished());
    const first = await deliver(options());
    const again = await deliver(options());
    expect(again).toEqual({ ...first, delivered: { params: 0, tags: 0, metrics: 0, artifacts: 0 } });
  });

  it("goes on with a resumed run: running again, then its new end", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished("FAILED"));
    const { place = "" } = await deliver(options());
    await journal.append(runStarted(), metric("loss", 0.5, 1));
    const unfinished = await deliver(options());
    expect(unfinished).toMatchObject({ complete: false, problem: "the run has not ended", place });
    expect((await readMeta(place))?.get("status")).toBe(1);
    await journal.append(runFinished());
    expect(await deliver(options())).toMatchObject({ complete: true, place });
    expect((await readMeta(place))?.get("status")).toBe(3);
  });

  it("delivers anew to a store that was removed", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished());
    const first = await deliver(options());
    await rm(join(folder, "mlruns"), { recursive: true });
    await journal.append(runStarted(), metric("loss", 2, 1), runFinished());
    const again = await deliver(options());
    expect(again).toMatchObject({
      complete: true,
      delivered: { metrics: 2, artifacts: 1 },
      place: first.place,
    });
    expect(again.warnings).toEqual([expect.stringMatching(/is no longer in .*delivered anew/)]);
  });

  it("delivers anew to a store that was removed before the end was told", async () => {
    await journal.append(runStarted(), metric("loss", 1));
    await deliver(options());
    await journal.append(runFinished());
    const first = await deliver({ ...options(), timeoutMs: 5000 });
    const cursor = join(journal.runDirectory, ".tracking.json");
    await writeFile(cursor, (await readFile(cursor, "utf8")).replace('"closed":true', '"closed":false'));
    await rm(join(folder, "mlruns"), { recursive: true });
    expect(await deliver(options())).toMatchObject({
      complete: true,
      delivered: { metrics: 1 },
      place: first.place,
    });
  });

  it("makes a run of its own for another journal in the same run directory", async () => {
    await journal.append(runStarted({ run_id: "one" }), metric("loss", 1), runFinished());
    const first = await deliver(options());
    await rm(join(journal.runDirectory, "run.jsonl"));
    await new TestJournal(journal.runDirectory).append(runStarted({ run_id: "two" }), runFinished());
    const second = await deliver(options());
    expect(second).toMatchObject({ complete: true });
    expect(second.place).not.toBe(first.place);
  });

  it("keeps a cursor for each store", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished());
    await deliver(options());
    const other = { ...options(), target: { kind: "folder" as const, path: join(folder, "other") } };
    expect(await deliver(other)).toMatchObject({ complete: true, delivered: { metrics: 1 } });
    expect(await deliver(options())).toMatchObject({ complete: true, delivered: { metrics: 0 } });
  });

  it("lets one process at a time deliver a run directory", async () => {
    await journal.append(runStarted());
    const first = new Delivery(options());
    first.poke();
    await vi.waitUntil(() => existsSync(join(journal.runDirectory, ".tracking.lock")), WAIT);
    const second = await deliver({ ...options(), timeoutMs: 300 });
    expect(second).toMatchObject({
      complete: false,
      problem: `Another process is delivering ${journal.runDirectory}`,
    });
    await journal.append(runFinished());
    expect(await first.finish({ timeoutMs: 5000 })).toMatchObject({ complete: true });
  });

  it("reports a store that cannot be written, and lets the run go on", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished());
    await writeFile(join(folder, "mlruns"), "a file");
    const report = await deliver(options());
    expect(report).toMatchObject({ complete: false, left: { metrics: 1, artifacts: 1, status: true } });
    expect(report.problem).toMatch(/The MLflow store .* cannot be written/);
  });

  it("says when there is no journal", async () => {
    expect(await deliver(options())).toMatchObject({
      complete: false,
      problem: "there is no run.jsonl with events",
    });
  });

  it("begins again when its cursor is damaged, nothing twice", async () => {
    await journal.append(runStarted(), metric("loss", 1), runFinished());
    const { place = "" } = await deliver(options());
    await appendFile(join(journal.runDirectory, ".tracking.json"), "garbage");
    expect(await deliver(options())).toMatchObject({ complete: true, place });
    expect(await readFile(join(place, "metrics", "loss"), "utf8")).toBe(`${START_TIME + 1000} 1 0\n`);
  });

  it.skipIf(process.getuid?.() === 0)(
    "tells which file could not be read, and still sets the status",
    async () => {
      await journal.append(runStarted(), runFinished());
      await journal.file("secret.bin", "x");
      await chmod(join(journal.runDirectory, "secret.bin"), 0);
      const report = await deliver(options());
      expect(report).toMatchObject({ complete: false, left: { artifacts: 1, status: true } });
      expect(report.warnings.join()).toMatch(/artifact secret.bin was not stored/);
      expect((await readMeta(report.place ?? ""))?.get("status")).toBe(3);
    },
  );
});

describe("Delivery to a server", () => {
  it("ends in time when the server hangs, and says what is left", async () => {
    const server = await scriptedServer(() => ({ hang: true }));
    await journal.append(runStarted(), param("seed", "1"), metric("loss", 1), runFinished());
    const target = { kind: "server" as const, url: server.url };
    const began = Date.now();
    const report = await deliver({ runDirectory: journal.runDirectory, target, timeoutMs: 500, env: {} });
    expect(Date.now() - began).toBeLessThan(3000);
    expect(report).toMatchObject({
      complete: false,
      left: { params: 1, metrics: 1, artifacts: 1, status: true },
      problem: expect.stringMatching(/get-by-name: given up/),
    });
    await server.close();
  });

  it("lets the run go on when the server refuses, and tells why at the end", async () => {
    const server = await scriptedServer(() => ({ status: 401, body: "You are not authenticated" }));
    const target = { kind: "server" as const, url: server.url };
    const delivery = new Delivery({ runDirectory: journal.runDirectory, target, env: {} });
    await journal.append(runStarted());
    delivery.poke();
    await vi.waitUntil(() => server.seen.length > 0, WAIT);
    delivery.poke();
    await journal.append(runFinished());
    const report = await delivery.finish({ timeoutMs: 5000 });
    await server.close();
    expect(report.problem).toMatch(/401 You are not authenticated\. Set MLFLOW_TRACKING_USERNAME/);
    expect(server.seen).toHaveLength(2);
  });
});
