import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { StageEvent } from "../../../src/chain/protocol.js";
import type { StageJob } from "../../../src/chain/stage/run-stage.js";
import { StageRunner } from "../../../src/chain/stage/stage-runner.js";
import type { JsonObject } from "../../../src/schema/json.js";
import { isRunning, planOf, temporaryFolder } from "../rig.js";

function runnerFor({ graceMs = 3000 } = {}): StageRunner {
  const runner = new StageRunner({ env: process.env, graceMs });
  onTestFinished(() => runner.close());
  return runner;
}

interface Situation {
  readonly config?: JsonObject;
  readonly runner?: StageRunner;
  readonly signal?: AbortSignal;
  readonly folder?: string;
  readonly onEvent?: (event: StageEvent) => void;
}

async function runService(service: string, situation: Situation = {}) {
  const { config, runner = runnerFor(), folder = temporaryFolder() } = situation;
  const plan = planOf([service], folder, config);
  const [stage] = plan.stages;
  if (stage === undefined) throw new Error("no stage");
  const events: StageEvent[] = [];
  const directory = join(folder, stage.id);
  const job: StageJob = {
    stage,
    run: "r1",
    directory,
    inputs: { model: join(folder, "float.onnx") },
    seed: plan.seed,
    signal: situation.signal ?? new AbortController().signal,
    onEvent(event) {
      events.push(event);
      situation.onEvent?.(event);
    },
  };
  const outcome = await runner.run(job);
  const endedAt = Date.now();
  const log = readFileSync(join(directory, "stage.log"), "utf8");
  return { outcome, events, directory, log, endedAt };
}

function paramOf(events: readonly StageEvent[], key: string): string | undefined {
  const found = events.find((event) => event.type === "param" && event.key === key);
  return found?.type === "param" ? found.value : undefined;
}

describe("a user's service", () => {
  test("in Python gets its part of the config, and its events and artifact come back", async () => {
    const { outcome, events, directory } = await runService("mine", {
      config: { dataset: { seed: 7, name: "x" } },
    });
    const model = join(directory, "mined", "model.onnx");
    expect(outcome).toEqual({
      status: "FINISHED",
      artifacts: [{ name: "model", path: model, kind: "file" }],
    });
    expect(readFileSync(model, "utf8")).toBe("model|mined");
    expect(JSON.parse(readFileSync(join(directory, "request.json"), "utf8"))).toMatchObject({
      protocol: 1,
      run: "r1",
      stage: "1_mine",
      service: "mine",
      config: { mine: { strength: 0.5 }, dataset: { seed: 7 } },
      output_dir: directory,
      seed: 123,
    });
    expect(events.map(({ type }) => type)).toEqual([
      "log",
      "progress",
      "progress",
      "progress",
      "param",
      "metric",
      "artifact",
      "summary",
    ]);
  });

  test("in shell may leave out what has a default, and its output goes to stage.log", async () => {
    const { outcome, events, log } = await runService("weigh");
    expect(outcome.status).toBe("FINISHED");
    const metric = events.find((event) => event.type === "metric");
    expect(metric).toMatchObject({ key: "model_bytes", value: 5, step: 0, timestamp: expect.any(Number) });
    expect(log).toMatch(/^weighing .*float\.onnx\n$/);
  });

  test("gets a secret by its environment and nowhere else", async () => {
    const { events, directory, log } = await runService("mine", {
      config: { mine: { strength: 1, token: "hush-hush-7" } },
    });
    expect(readFileSync(join(directory, "request.json"), "utf8")).not.toContain("hush");
    expect(events[4]).toEqual({ type: "log", level: "info", message: "token ***" });
    expect(log).toBe("token ***\n");
  });
});

describe("a stage that fails", () => {
  test("without a word is told by its exit code and the end of its log", async () => {
    const { outcome, directory } = await runService("crash");
    expect(outcome.error?.code).toBe("stage_failed");
    expect(outcome.error?.message).toBe(
      `1_crash ended with exit code 3. The last lines of ${directory}/stage.log:\n  before the fall\n  cannot allocate 7 tensors`,
    );
  });

  test("with an error event is told in the service's own words", async () => {
    const { outcome } = await runService("brittle");
    expect(outcome).toEqual({
      status: "FAILED",
      artifacts: [],
      error: { code: "out_of_clay", message: "There is no clay left.", hint: "Buy clay." },
    });
  });

  test("ends well but without its artifact has failed", async () => {
    const { outcome } = await runService("forget");
    expect(outcome.status).toBe("FAILED");
    expect(outcome.error?.code).toBe("artifact_missing");
    expect(outcome.error?.message).toContain("'model'");
  });

  test("by SIGKILL is told with its usual cause", async () => {
    const { outcome } = await runService("victim");
    expect(outcome.error?.message).toMatch(
      /^1_victim was ended by SIGKILL\. It wrote nothing to .*stage\.log\.$/,
    );
    expect(outcome.error?.hint).toContain("memory");
  });

  test("cannot be started names the program and the manifest", async () => {
    const { outcome } = await runService("absent");
    expect(outcome.error?.code).toBe("stage_not_started");
    expect(outcome.error?.message).toContain("no-such-program-anywhere");
    expect(outcome.error?.hint).toContain("service.yaml");
  });

  test("cannot pass a file from outside of its directory through a link", async () => {
    const { outcome } = await runService("stray");
    expect(outcome.error?.code).toBe("artifact_outside");
  });
});

test("exit 0 and every artifact is success: an error event among it becomes a message", async () => {
  const { outcome, events } = await runService("grumble");
  expect(outcome.status).toBe("FINISHED");
  expect(events.at(-1)).toEqual({ type: "log", level: "error", message: "The clay is wet." });
});

test("lines that are no events become a few warnings, and the good ones count", async () => {
  const { outcome, events } = await runService("babble");
  expect(outcome.status).toBe("FINISHED");
  const warnings = events.flatMap((event) => (event.type === "log" ? [event.message] : []));
  expect(warnings).toHaveLength(6);
  expect(warnings[0]).toContain("is not JSON");
  expect(warnings[1]).toContain('"NaN"');
  expect(warnings[2]).toContain("integer as timestamp");
  expect(warnings[3]).toContain("unknown type");
  expect(warnings[5]).toBe("21 more lines of events.jsonl were left out.");
  expect(events.filter(({ type }) => type === "metric")).toEqual([
    { type: "metric", key: "loss", value: "NaN", step: 2, timestamp: 7 },
    { type: "metric", key: "last", value: 1, step: 0, timestamp: expect.any(Number) },
  ]);
});

describe("stopping", () => {
  test("a service that ignores SIGTERM is killed after the grace", async () => {
    const stop = new AbortController();
    const onEvent = () => stop.abort();
    const { outcome, events } = await runService("stubborn", {
      runner: runnerFor({ graceMs: 300 }),
      signal: stop.signal,
      onEvent,
    });
    expect(outcome.status).toBe("KILLED");
    expect(await isRunning(Number(paramOf(events, "pid")))).toBe(false);
  });

  test("a shell's children go with it, without waiting for the grace", async () => {
    const stop = new AbortController();
    const onEvent = (event: StageEvent) => paramOf([event], "pid") && stop.abort();
    const started = performance.now();
    const { outcome, events } = await runService("sleeper", { signal: stop.signal, onEvent });
    expect(outcome).toEqual({
      status: "KILLED",
      artifacts: [],
      error: { code: "interrupted", message: "1_sleeper was stopped before it had finished." },
    });
    expect(await isRunning(Number(paramOf(events, "sleep")))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2500);
  });

  test("a stage that ends well leaves no child behind", async () => {
    const { outcome, events } = await runService("leak");
    expect(outcome.status).toBe("FINISHED");
    expect(await isRunning(Number(paramOf(events, "pid")))).toBe(false);
  });

  test("what the reader of events throws ends the stage and comes out", async () => {
    const pids: string[] = [];
    const failing = runService("sleeper", {
      onEvent(event) {
        const pid = paramOf([event], "pid");
        if (pid === undefined) return;
        pids.push(pid);
        throw new Error("the disk is full");
      },
    });
    await expect(failing).rejects.toThrow("the disk is full");
    expect(await isRunning(Number(pids[0]))).toBe(false);
  });
});

describe("a warm process", () => {
  test("answers stage after stage, each in its own log", async () => {
    const runner = runnerFor();
    const first = await runService("tally", { runner });
    const second = await runService("tally", { runner });
    expect(paramOf(second.events, "pid")).toBe(paramOf(first.events, "pid"));
    expect([first.log, second.log]).toEqual(["request 1\n", "request 2\n"]);
  });

  test("that dies fails its stage, and the next stage gets another", async () => {
    const runner = runnerFor();
    const first = await runService("tally", { runner });
    const died = await runService("tally", { runner, config: { tally: { dies_at: 2 } } });
    const next = await runService("tally", { runner });
    expect(died.outcome.error?.message).toContain("ended with exit code 9 before it had answered");
    expect(next.outcome.status).toBe("FINISHED");
    expect(paramOf(next.events, "pid")).not.toBe(paramOf(first.events, "pid"));
  });

  test("is never given a secret: that stage has a process of its own", async () => {
    const runner = runnerFor();
    const first = await runService("tally", { runner });
    const secret = await runService("tally", { runner, config: { tally: { token: "hush-hush" } } });
    const last = await runService("tally", { runner });
    expect([first, secret, last].map(({ events }) => paramOf(events, "count"))).toEqual(["1", "1", "2"]);
    expect(paramOf(last.events, "pid")).toBe(paramOf(first.events, "pid"));
    expect(paramOf(secret.events, "pid")).not.toBe(paramOf(first.events, "pid"));
  });

  test("ends its stage within milliseconds of `done`", async () => {
    const runner = runnerFor();
    const delays: number[] = [];
    for (let round = 0; round < 9; round++) {
      const { events, endedAt } = await runService("tally", { runner });
      const last = events.find((event) => event.type === "metric");
      delays.push(endedAt - (last?.type === "metric" ? last.timestamp : 0));
    }
    // The best of nine: other programs on the machine delay some.
    expect(Math.min(...delays)).toBeLessThanOrEqual(10);
  });

  test("is gone after the runner was closed", async () => {
    const runner = new StageRunner({ env: process.env });
    const { events } = await runService("tally", { runner });
    await runner.close();
    expect(await isRunning(Number(paramOf(events, "pid")))).toBe(false);
  });
});

test("a stage's directory is emptied before it is used again, unless it is somebody else's", async () => {
  const folder = temporaryFolder();
  const { directory } = await runService("weigh", { folder });
  writeFileSync(join(directory, "old.txt"), "");
  await runService("weigh", { folder });
  expect(existsSync(join(directory, "old.txt"))).toBe(false);
  expect(readFileSync(join(directory, "stage.log"), "utf8").trim().split("\n")).toHaveLength(1);
});
