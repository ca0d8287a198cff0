import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyStore } from "../../../src/tracking/copy/copy-store.js";
import { type StoredRun, storedRuns } from "../../../src/tracking/copy/stored-run.js";
import { FileStore } from "../../../src/tracking/file-store/file-store.js";
import { CLIENT_TAG, PARENT_TAG } from "../../../src/tracking/tracking-store.js";
import { START_TIME, temporaryFolder } from "../run-directory.js";

let folder: string;
let source: string;
let target: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  source = join(folder, "source");
  target = join(folder, "target");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A run as another program leaves it: without the tag by which this one knows its own, its copy gets another id. */
async function makeRun(name: string, parent?: string): Promise<string> {
  const tags = parent === undefined ? [] : [{ key: PARENT_TAG, value: parent }];
  const spec = { clientId: name, experiment: "pose", name, user: "ana", startTime: START_TIME, tags };
  const { runId } = await new FileStore(source).openRun(spec);
  await rm(join(folderOf(runId), "tags", CLIENT_TAG));
  return runId;
}

/** @returns where a run of the source lies. */
function folderOf(runId: string): string {
  const found = readdirSync(source).find((id) => existsSync(join(source, id, runId)));
  return join(source, found ?? "", runId);
}

async function runsOf(root: string): Promise<StoredRun[]> {
  const runs: StoredRun[] = [];
  for await (const run of storedRuns(root)) runs.push(run);
  return runs;
}

const tagOf = ({ tags }: StoredRun, name: string) => tags.find(({ key }) => key === name)?.value;

/** @returns the name of each copied run's parent, "?" for one that the target does not have. */
async function copiedParents(): Promise<Record<string, string | undefined>> {
  const runs = await runsOf(target);
  const nameOf = (id: string) => runs.find(({ runId }) => runId === id)?.name ?? "?";
  const named = runs.map((run) => {
    const parent = tagOf(run, PARENT_TAG);
    return [run.name, parent && nameOf(parent)] as const;
  });
  return Object.fromEntries(named);
}

describe("a store that is copied", () => {
  it("has every run below the copy of its parent, however deep and whatever their ids", async () => {
    const expected: Record<string, string | undefined> = { sweep: undefined };
    const sweep = await makeRun("sweep");
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const [job, fold, epoch] = [`job ${number}`, `fold ${number}`, `epoch ${number}`];
      await makeRun(epoch, await makeRun(fold, await makeRun(job, sweep)));
      Object.assign(expected, { [job]: "sweep", [fold]: job, [epoch]: fold });
    }
    await copyStore(source, new FileStore(target));
    expect(await copiedParents()).toEqual(expected);
  });

  it("has runs that are each other's parents", async () => {
    const first = await makeRun("first");
    const second = await makeRun("second", first);
    await writeFile(join(folderOf(first), "tags", PARENT_TAG), second);
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 2, copied: 2 });
  });

  it("may lie in a folder with a line break in its name", async () => {
    source = join(folder, "two\nlines");
    await makeRun("child", await makeRun("parent"));
    await copyStore(source, new FileStore(target));
    expect(await copiedParents()).toEqual({ parent: undefined, child: "parent" });
  });

  it("is not taken as copied while files of it cannot be listed", async () => {
    const files = join(folderOf(await makeRun("first")), "artifacts");
    await rm(files, { recursive: true });
    await writeFile(files, "no folder");
    await expect(copyStore(source, new FileStore(target))).rejects.toThrow(
      `${files} cannot be read: ENOTDIR`,
    );
    await rm(files);
    await mkdir(files);
    await writeFile(join(files, "a.onnx"), "weights");
    const { copied, counts } = await copyStore(source, new FileStore(target));
    expect([copied, counts.artifacts]).toEqual([1, 1]);
  });

  it("is not copied again, but for the runs that have changed", async () => {
    await makeRun("first");
    const second = await makeRun("second");
    await copyStore(source, new FileStore(target));
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 2, copied: 0 });
    await writeFile(join(folderOf(second), "params", "late"), "1");
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 2, copied: 1 });
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 2, copied: 0 });
  });

  it("notes a copied run by one line, apart from one that a full disk cut short", async () => {
    await makeRun("first");
    await copyStore(source, new FileStore(target));
    const [record = ""] = readdirSync(join(source, ".stm32ai_sync.trash"));
    const path = join(source, ".stm32ai_sync.trash", record);
    const whole = await readFile(path, "utf8");
    await writeFile(path, whole.slice(0, -20));
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 1, copied: 1 });
    expect(await readFile(path, "utf8")).toBe(whole.slice(0, -20) + whole);
    expect(await copyStore(source, new FileStore(target))).toMatchObject({ runs: 1, copied: 0 });
  });

  it("is copied, though nothing can be noted in it", async () => {
    await makeRun("first");
    await writeFile(join(source, ".stm32ai_sync.trash"), "no folder");
    const { copied, warnings } = await copyStore(source, new FileStore(target));
    expect([copied, warnings]).toEqual([1, [expect.stringMatching(/cannot be noted.*ENOTDIR/)]]);
  });
});
