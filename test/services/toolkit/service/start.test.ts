import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../chain/rig.js";
import { projectRoot } from "../../../shared.js";

const TOY = join(projectRoot, "test", "fixtures", "toolkit-service.ts");

interface Event {
  readonly type: string;
  readonly [key: string]: unknown;
}

function request(folder: string, stage: string, ending: string, changes: object = {}): string {
  const directory = join(folder, stage);
  mkdirSync(directory);
  const content = {
    protocol: 1,
    run: "r",
    stage,
    service: "toy",
    config: { ending },
    inputs: {},
    output_dir: directory,
    seed: 0,
  };
  writeFileSync(join(directory, "request.json"), JSON.stringify({ ...content, ...changes }));
  return join(directory, "request.json");
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", TOY, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
  let errors = "";
  child.stderr.on("data", (bytes) => {
    errors += String(bytes);
  });
  return { child, exit: exitOf(child), errors: () => errors };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, "exit");
  return code;
}

function eventsIn(path: string): Event[] {
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .trim()
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
}

/** Waits for what a process does, however slow the machine is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(5);
}

describe("with a request as its argument", () => {
  test("a service answers it into STAGE_EVENTS and exits with 0", async () => {
    const folder = temporaryFolder();
    const eventsPath = join(folder, "e.jsonl");
    const { exit } = start([request(folder, "1_toy", "well")], { STAGE_EVENTS: eventsPath });
    expect(await exit).toBe(0);
    expect(eventsIn(eventsPath).map(({ type }) => type)).toEqual(["param", "log"]);
  });

  test("a user's error becomes an error event and exit code 1", async () => {
    const folder = temporaryFolder();
    const { exit } = start([request(folder, "1_toy", "user_error")]);
    expect(await exit).toBe(1);
    expect(eventsIn(join(folder, "1_toy", "events.jsonl")).at(-1)).toEqual({
      type: "error",
      code: "image_corrupt",
      message: "It is no JPEG.",
      hint: "Replace it.",
      path: "/d/a.jpg",
    });
  });

  test("SIGTERM aborts the service's signal, and the process ends with 143", async () => {
    const folder = temporaryFolder();
    const { child, exit } = start([request(folder, "1_toy", "wait")]);
    await until(() => existsSync(join(folder, "1_toy", "waiting")));
    child.kill("SIGTERM");
    expect(await exit).toBe(143);
    expect(eventsIn(join(folder, "1_toy", "events.jsonl")).at(-1)).toMatchObject({
      type: "error",
      code: "stopped",
    });
  });

  test.each([
    ["another protocol", { protocol: 2 }, "bad_request", "its protocol is 2, this service speaks 1"],
    ["no seed", { seed: null }, "bad_request", "seed is missing"],
    ["another service", { service: "other" }, "unknown_service", "no service 'other'"],
  ])("a request of %s is refused", async (_, changes, code, message) => {
    const folder = temporaryFolder();
    const { exit } = start([request(folder, "1_toy", "well", changes)]);
    expect(await exit).toBe(1);
    const [error] = eventsIn(join(folder, "1_toy", "events.jsonl"));
    expect(error).toMatchObject({ type: "error", code });
    expect(error?.message).toContain(message);
  });
});

describe("without an argument", () => {
  test("a service answers request after request, a bug among them, in one process", async () => {
    const folder = temporaryFolder();
    const stages = ["1_toy", "2_toy", "3_toy"];
    const { child, exit, errors } = start([]);
    const done: unknown[] = [];
    for (const [index, stage] of stages.entries()) {
      const eventsPath = join(folder, stage, "events.jsonl");
      child.stdin.write(`${request(folder, stage, index === 1 ? "bug" : "well")}\n`);
      await until(() => eventsIn(eventsPath).at(-1)?.type === "done");
      done.push(eventsIn(eventsPath).at(-1)?.ok);
    }
    child.stdin.end();
    expect(await exit).toBe(0);
    expect(done).toEqual([true, false, true]);
    const pids = stages.map((stage) => eventsIn(join(folder, stage, "events.jsonl"))[0]?.value);
    expect(new Set(pids).size).toBe(1);
    expect(eventsIn(join(folder, "2_toy", "events.jsonl"))[1]).toMatchObject({ type: "error", code: "bug" });
    expect(errors()).toMatch(/TypeError: x is not a function\n +at /);
  });

  test("an input that ends in the middle of a request ends the request and the process", async () => {
    const folder = temporaryFolder();
    const { child, exit } = start([]);
    child.stdin.write(`${request(folder, "1_toy", "wait")}\n`);
    await until(() => existsSync(join(folder, "1_toy", "waiting")));
    child.stdin.end();
    expect(await exit).toBe(0);
    expect(eventsIn(join(folder, "1_toy", "events.jsonl")).at(-1)).toEqual({ type: "done", ok: false });
  });

  test("SIGTERM ends an idle process", async () => {
    const { child, exit } = start([]);
    const folder = temporaryFolder();
    child.stdin.write(`${request(folder, "1_toy", "well")}\n`);
    await until(() => eventsIn(join(folder, "1_toy", "events.jsonl")).at(-1)?.type === "done");
    child.kill("SIGTERM");
    expect(await exit).toBe(143);
  });
});
