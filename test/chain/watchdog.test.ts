import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { projectRoot } from "../shared.js";
import { isRunning, temporaryFolder } from "./rig.js";

const RUNNER = join(projectRoot, "test", "fixtures", "run-stage.ts");

/** Starts a program that runs one stage, and waits until the stage has told a process of its own. */
async function startRunner(service: string, param: string) {
  const args = ["--import", "tsx", RUNNER, service, temporaryFolder()];
  const runner = spawn(process.execPath, args, { cwd: projectRoot, stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  runner.stdout.on("data", (bytes) => {
    told += String(bytes);
  });
  while (!told.includes(`${param}=`)) await once(runner.stdout, "data");
  return { runner, pid: Number(new RegExp(`${param}=(\\d+)`).exec(told)?.[1]) };
}

async function secondsUntilGone(pid: number): Promise<number> {
  const started = performance.now();
  while (await isRunning(pid)) {
    if (performance.now() - started > 10_000) return Number.POSITIVE_INFINITY;
    await delay(20);
  }
  return (performance.now() - started) / 1000;
}

test.each([
  ["sleeper", "sleep", "a child of a shell service that sleeps"],
  ["stubborn", "pid", "a service that ignores SIGTERM"],
  ["drowse", "pid", "a warm process that ignores the end of its input and SIGTERM"],
])("kill -9 of the runner ends within seconds %s (%s): %s", async (service, param) => {
  const { runner, pid } = await startRunner(service, param);
  expect(await isRunning(pid)).toBe(true);
  runner.kill("SIGKILL");
  expect(await secondsUntilGone(pid)).toBeLessThan(4);
});
