import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Execution, execute } from "../../src/run/execute.js";
import type { JournalEvent, Progress } from "../../src/run/journal/event.js";
import { Journal } from "../../src/run/journal/journal.js";
import type { Observer } from "../../src/run/observer.js";
import type { JsonObject } from "../../src/schema/json.js";
import { planOf, temporaryFolder } from "../chain/rig.js";
import { diskTest, onFullDisk } from "../full-disk.js";
import { journalEvents } from "./journal-events.js";

const PROVENANCE = { user: "ada", version: "1.0.0", command: ["stm32ai_main"] };

interface Situation extends Partial<Execution> {
  readonly config?: JsonObject;
  readonly folder?: string;
}

/** Runs a chain of the example services in a new folder, or again in a used one. */
async function run(chain: readonly string[], situation: Situation = {}) {
  const { config, folder = temporaryFolder(), ...rest } = situation;
  const directory = join(folder, "run");
  mkdirSync(directory, { recursive: true });
  const journal = new Journal(join(directory, "run.jsonl"));
  onTestFinished(() => journal.close());
  const heard: (JournalEvent | Progress)[] = [];
  const outcome = await execute({
    plan: planOf(chain, folder, config),
    directory,
    journal,
    projectName: "poses",
    provenance: PROVENANCE,
    params: { model_path: "float.onnx" },
    env: process.env,
    signal: new AbortController().signal,
    onEvent: (event) => heard.push(event),
    ...rest,
  });
  const events = await journalEvents(journal.path);
  return { outcome, directory, folder, events, heard };
}

/** Node has it behind a flag, which can be set late. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

function brief(events: readonly JournalEvent[]): string[] {
  return events.map((event) =>
    "stage" in event && event.stage ? `${event.stage} ${event.type}` : event.type,
  );
}

test("a run whose directory was taken away has failed", async () => {
  const folder = temporaryFolder();
  const directory = join(folder, "run");
  mkdirSync(directory);
  const journal = new Journal(join(directory, "run.jsonl"));
  onTestFinished(() => journal.close());
  const { status, error } = await execute({
    plan: planOf(["weigh"], folder),
    directory,
    journal,
    projectName: "poses",
    provenance: PROVENANCE,
    params: {},
    env: process.env,
    signal: new AbortController().signal,
    onEvent: ({ type }) => type === "stage_finished" && rmSync(directory, { recursive: true }),
  });
  expect(status).toBe("FAILED");
  expect(error?.code).toBe("run_directory_lost");
});

describe("a chain of a Python and a shell service", () => {
  test("runs in order, the model flowing from one to the next and to the top of the run directory", async () => {
    const { outcome, directory, events, heard } = await run(["mine", "mine", "weigh"]);
    expect(outcome).toEqual({ runId: expect.stringMatching(/^[0-9a-f]{32}$/), status: "FINISHED" });
    expect(readFileSync(join(directory, "mined", "model.onnx"), "utf8")).toBe("model|mined");
    expect(readFileSync(join(directory, "2_mine", "mined", "model.onnx"), "utf8")).toBe("model|mined|mined");
    expect(readFileSync(join(directory, "3_weigh", "weight.txt"), "utf8")).toBe("17\n");
    expect(events.filter(({ type }) => type === "artifact")).toMatchObject([
      { stage: "1_mine", name: "model", path: "mined/model.onnx", kind: "file" },
      { stage: "2_mine", name: "model", path: "2_mine/mined/model.onnx", kind: "file" },
      { stage: "3_weigh", name: "ticket", path: "3_weigh/weight.txt", kind: "file" },
    ]);
    expect(heard.filter(({ type }) => type === "progress")).toHaveLength(6);
    expect(heard.filter(({ type }) => type !== "progress")).toEqual(events);
  });

  test("leaves a journal without a gap, from run_started to run_finished", async () => {
    const { events, directory } = await run(["weigh"]);
    expect(brief(events)).toEqual([
      "run_started",
      "param",
      "1_weigh stage_started",
      "1_weigh metric",
      "1_weigh artifact",
      "1_weigh stage_finished",
      "run_finished",
    ]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(events[0]).toMatchObject({
      name: "run",
      project_name: "poses",
      operation_mode: "chain_own",
      stages: [{ id: "1_weigh", service: "weigh" }],
      ...PROVENANCE,
    });
    expect(events.at(-1)).toMatchObject({ status: "FINISHED", duration_ms: expect.any(Number) });
    expect(JSON.parse(readFileSync(join(directory, "1_weigh", "request.json"), "utf8")).run).toMatch(
      /^[0-9a-f]{32}$/,
    );
  });
});

test("a failed stage ends the run: what came before is there, what comes after never started", async () => {
  const { outcome, events, directory } = await run(["mine", "brittle", "weigh"]);
  expect(outcome).toMatchObject({ status: "FAILED", error: { code: "out_of_clay" } });
  expect(events.at(-2)).toMatchObject({ type: "stage_finished", stage: "2_brittle", status: "FAILED" });
  expect(events.at(-1)).toMatchObject({
    type: "run_finished",
    status: "FAILED",
    error: { code: "out_of_clay" },
  });
  expect(existsSync(join(directory, "mined", "model.onnx"))).toBe(true);
  expect(existsSync(join(directory, "3_weigh"))).toBe(false);
});

test("a missing input fails its stage before anything is started", async () => {
  const { outcome, directory } = await run(["weigh"], {
    config: { general: { model_path: "/no/such.onnx" } },
  });
  expect(outcome.error?.message).toBe("general.model_path: there is no file '/no/such.onnx'.");
  expect(existsSync(join(directory, "1_weigh"))).toBe(false);
});

test("a stopped run is KILLED, in its journal too", async () => {
  const stop = new AbortController();
  const { outcome, events } = await run(["sleeper", "weigh"], {
    signal: stop.signal,
    onEvent: (event) => event.type === "param" && event.key === "pid" && stop.abort(),
  });
  expect(outcome.status).toBe("KILLED");
  expect(brief(events).slice(-2)).toEqual(["1_sleeper stage_finished", "run_finished"]);
  expect(events.at(-1)).toMatchObject({ status: "KILLED", error: { code: "interrupted" } });
});

test("a run that is stopped between two stages starts no other", async () => {
  const stop = new AbortController();
  const { outcome, events } = await run(["weigh", "mine"], {
    signal: stop.signal,
    onEvent: (event) => event.type === "stage_finished" && stop.abort(),
  });
  expect(outcome).toMatchObject({
    status: "KILLED",
    error: { message: "The run was stopped before 2_mine." },
  });
  expect(brief(events)).not.toContain("2_mine stage_started");
});

describe("closing", () => {
  test("gets the run's status, and its note stands before the end", async () => {
    const { events } = await run(["crash"], {
      closing: (status) => [{ type: "note", markdown: `It is ${status}.` }],
    });
    expect(events.slice(-2)).toMatchObject([
      { type: "note", markdown: "It is FAILED." },
      { type: "run_finished", status: "FAILED" },
    ]);
  });

  test("that fails is told and takes nothing away", async () => {
    const { outcome, events } = await run(["weigh"], {
      closing() {
        throw new Error("no ink");
      },
    });
    expect(outcome.status).toBe("FINISHED");
    expect(events.at(-2)).toMatchObject({
      type: "log",
      level: "error",
      message: "The run's note could not be made: no ink",
    });
  });
});

test("a run holds none of its events, of which there may be any number", async () => {
  const told: WeakRef<object>[] = [];
  let held = Number.NaN;
  const many: Observer = async (record) => {
    for (let step = 0; step < 1000; step++)
      record({ type: "metric", key: "loss", value: 0, step, timestamp: 0 });
  };
  await run(["weigh"], {
    observers: [many],
    onEvent: (event) => told.push(new WeakRef(event)),
    closing() {
      collectGarbage();
      held = told.filter((event) => event.deref() !== undefined).length;
      return [];
    },
  });
  expect(told.length).toBeGreaterThan(1000);
  expect(held).toBeLessThan(10);
});

test("a bug is recorded as the run's end and thrown", async () => {
  const folder = temporaryFolder();
  const failing = run(["weigh"], {
    folder,
    onEvent(event) {
      if (event.type === "metric") throw new TypeError("not a function");
    },
  });
  await expect(failing).rejects.toThrow("not a function");
  const events = await journalEvents(join(folder, "run", "run.jsonl"));
  expect(events.at(-1)).toMatchObject({ type: "run_finished", status: "FAILED", error: { code: "bug" } });
});

describe("a full disk", () => {
  /** Without stages, whose processes would meet it too. */
  const runAlone = (situation: Situation) =>
    run(["weigh"], { plan: { operationMode: "chain_own", stages: [], seed: 1 }, ...situation });

  diskTest("that an observer meets is told when there is room again, and the run has its end", async () => {
    const untilEnd: Observer = (_record, ended) =>
      onFullDisk(0, async () => void (await once(ended, "abort")));
    const failing: Observer = async (record) => record({ type: "log", level: "info", message: "lost" });
    const { outcome, events } = await runAlone({ params: {}, observers: [untilEnd, failing] });
    expect(outcome.status).toBe("FINISHED");
    expect(events.slice(-2)).toMatchObject([
      { type: "log", level: "warn", message: expect.stringContaining("EFBIG") },
      { type: "run_finished", status: "FINISHED" },
    ]);
  });

  const long = "x".repeat(8000);
  diskTest.each<[string, Situation]>([
    ["a param", { params: { long } }],
    ["a notice", { notices: [long] }],
    ["the note", { closing: () => [{ type: "note", markdown: long }] }],
  ])("that does not take %s fails the run, which has its end", async (_what, situation) => {
    const { outcome, events } = await onFullDisk(4000, () => runAlone(situation));
    expect(outcome).toMatchObject({ status: "FAILED", error: { code: "io_error" } });
    expect(events.at(-1)).toMatchObject({ type: "run_finished", status: "FAILED", error: outcome.error });
  });
});

describe("a run directory that is used again", () => {
  test("keeps one journal of both runs, and the new artifact takes the old one's place", async () => {
    const folder = temporaryFolder();
    const first = await run(["mine"], { folder });
    const place = join(first.directory, "mined", "model.onnx");
    writeFileSync(place, "old");
    const { events } = await run(["mine"], { folder });
    expect(readFileSync(place, "utf8")).toBe("model|mined");
    expect(events.filter(({ type }) => type === "run_started")).toHaveLength(2);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  test("never loses what is somebody else's, nor what the run reads", async () => {
    const folder = temporaryFolder();
    const foreign = join(folder, "run", "weight.txt");
    mkdirSync(join(folder, "run"));
    writeFileSync(foreign, "mine");
    const { directory } = await run(["weigh", "mine"], { folder });
    expect(readFileSync(foreign, "utf8")).toBe("mine");
    const model = join(directory, "mined", "model.onnx");
    await run(["mine"], { folder, config: { general: { model_path: model } } });
    expect(readFileSync(model, "utf8")).toBe("model|mined");
    expect(readFileSync(join(directory, "1_mine", "mined", "model.onnx"), "utf8")).toBe("model|mined|mined");
  });

  test("refuses to read what it would empty", async () => {
    const folder = temporaryFolder();
    const { directory } = await run(["mine", "mine"], { folder });
    const model = join(directory, "2_mine", "mined", "model.onnx");
    const { outcome } = await run(["weigh", "mine"], { folder, config: { general: { model_path: model } } });
    expect(outcome).toMatchObject({ status: "FAILED", error: { code: "input_endangered", path: model } });
    expect(existsSync(model)).toBe(true);
  });
});
