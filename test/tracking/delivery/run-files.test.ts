import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runFiles } from "../../../src/tracking/delivery/run-files.js";
import { TestJournal, temporaryFolder } from "../run-directory.js";

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("lists what the run left, without cursors, locks, links that lead out and a store inside", async () => {
  const run = join(folder, "run");
  const journal = new TestJournal(run);
  for (const path of ["run.jsonl", ".hydra/config.yaml", "model.onnx", "a/.tracking.json", "poetry.lock"]) {
    await journal.file(path, path);
  }
  for (const path of [
    ".tracking.json",
    ".tracking.json.123",
    ".lock",
    ".tracking.lock/x",
    "mlruns/0/meta.yaml",
  ]) {
    await journal.file(path, path);
  }
  await mkdir(join(folder, "secret"));
  await writeFile(join(folder, "secret", "key"), "secret");
  await symlink(join(folder, "secret"), join(run, "out"));
  await symlink(join(folder, "secret", "key"), join(run, "key"));
  await symlink("model.onnx", join(run, "inside.onnx"));
  await symlink(".hydra", join(run, "hydra"));
  await symlink("gone", join(run, "dangling"));

  const paths: string[] = [];
  for (const { path } of runFiles(run, join(run, "mlruns"))) paths.push(path);

  expect(paths.sort()).toEqual(
    [
      ".hydra/config.yaml",
      "a/.tracking.json",
      "inside.onnx",
      "model.onnx",
      "poetry.lock",
      "run.jsonl",
    ].sort(),
  );
});
