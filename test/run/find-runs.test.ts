import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { findRuns } from "../../src/run/find-runs.js";
import { Journal } from "../../src/run/journal/journal.js";

/** Makes a folder with a run's journal. */
function makeRun(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const journal = new Journal(join(folder, "run.jsonl"));
  journal.append({ type: "param", key: "a", value: "1" });
  journal.close();
}

async function found(root: string): Promise<string[]> {
  const runs: string[] = [];
  for await (const run of findRuns(root)) runs.push(relative(root, run));
  return runs;
}

it("gives runs in the order of their names, a sweep before its jobs", async () => {
  const root = mkdtempSync(join(tmpdir(), "runs-"));
  for (const name of ["b", "a", "sweep", "sweep/0", "sweep/1"]) makeRun(join(root, name));
  writeFileSync(join(root, "sweep/multirun.yaml"), "");
  expect(await found(root)).toEqual(["a", "b", "sweep", "sweep/0", "sweep/1"]);
});

it("takes a folder with a run.jsonl of somebody else for no run", async () => {
  const root = mkdtempSync(join(tmpdir(), "runs-"));
  makeRun(join(root, "own"));
  mkdirSync(join(root, "other"));
  writeFileSync(join(root, "other/run.jsonl"), '{"my":"data"}\n{"my":"data"}\n');
  expect(await found(root)).toEqual(["own"]);
});
