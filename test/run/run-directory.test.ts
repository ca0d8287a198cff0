import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { closeAbandoned } from "../../src/run/close-abandoned.js";
import { isAbandoned } from "../../src/run/is-abandoned.js";
import { Journal } from "../../src/run/journal/journal.js";
import { claimRunDirectory, type RunDirectory } from "../../src/run/run-directory.js";
import { problemsOf, temporaryFolder, unwrap } from "../chain/rig.js";
import { projectRoot } from "../shared.js";
import { journalEvents } from "./journal-events.js";

async function claim(path: string, isTimed = false): Promise<RunDirectory> {
  return unwrap(await claimRunDirectory({ path, isTimed }));
}

/** Starts a process that owns the directory, and waits until it does. */
async function ownElsewhere(path: string) {
  const script = `
    import { claimRunDirectory } from ${JSON.stringify(join(projectRoot, "src/run/run-directory.ts"))};
    const claimed = await claimRunDirectory({ path: ${JSON.stringify(path)}, isTimed: false });
    console.log(claimed.ok);
    setInterval(() => {}, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const owner = spawn(process.execPath, args, { cwd: projectRoot, stdio: ["ignore", "pipe", "inherit"] });
  const [told] = await once(owner.stdout, "data");
  expect(String(told).trim()).toBe("true");
  return owner;
}

describe("a name made from the time", () => {
  test("that exists gets _1, _2, …, also for those that start at once", async () => {
    const path = join(temporaryFolder(), "outputs", "2026_01_31_12_00_00");
    const claimed = await Promise.all([claim(path, true), claim(path, true), claim(path, true)]);
    expect(claimed.map(({ name }) => name).sort()).toEqual([
      "2026_01_31_12_00_00",
      "2026_01_31_12_00_00_1",
      "2026_01_31_12_00_00_2",
    ]);
    await Promise.all(claimed.map((directory) => directory.release()));
  });
});

describe("a fixed name", () => {
  test("is used again, with all that is in it, and nothing of the lock stays", async () => {
    const path = join(temporaryFolder(), "fixed");
    const first = await claim(path);
    writeFileSync(join(path, "old.txt"), "");
    await first.release();
    const second = await claim(path);
    expect(second.path).toBe(path);
    await second.release();
    expect(readdirSync(path)).toEqual(["old.txt"]);
  });

  test("is refused while its owner lives, and free at once when that was killed", async () => {
    const path = join(temporaryFolder(), "fixed");
    const owner = await ownElsewhere(path);
    const [problem] = problemsOf(await claimRunDirectory({ path, isTimed: false }));
    expect(problem).toMatchObject({ code: "run_directory_in_use", key: "hydra.run.dir" });
    expect(problem?.message).toContain(`in use by process ${owner.pid} on `);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const mine = await claim(path);
    await mine.release();
  });
});

test("a directory with a run.jsonl of somebody else is refused, and nothing in it is touched", async () => {
  const path = temporaryFolder();
  const file = join(path, "run.jsonl");
  writeFileSync(file, '{"my":"precious data"}\n');
  const [problem] = problemsOf(await claimRunDirectory({ path, isTimed: false }));
  expect(problem).toEqual({
    code: "run_directory_foreign",
    key: "hydra.run.dir",
    path: file,
    message: `${file} is no journal of a run: a run would write its own there.`,
    hint: "Move that file to another place, or choose another directory.",
  });
  expect(readFileSync(file, "utf8")).toBe('{"my":"precious data"}\n');
  expect(readdirSync(path)).toEqual(["run.jsonl"]);
});

test("a directory that cannot be made is told, with the reason", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  const results = [
    await claimRunDirectory({ path: join(folder, "file", "run"), isTimed: true }),
    await claimRunDirectory({ path: join(folder, "file"), isTimed: false }),
  ];
  for (const result of results) {
    const [problem] = problemsOf(result);
    expect(problem).toMatchObject({ code: "run_directory_unwritable", key: "hydra.run.dir" });
    expect(problem?.message).toMatch(/cannot be made: E(NOTDIR|EXIST)/);
  }
});

describe("an abandoned run", () => {
  const started = {
    type: "run_started",
    run_id: "1",
    name: "n",
    project_name: "p",
    operation_mode: "m",
    stages: [],
    command: [],
    user: "u",
    version: "1",
  } as const;

  test("has a start, no end, and nobody who works on it", async () => {
    const path = join(temporaryFolder(), "run");
    const directory = await claim(path);
    const journal = new Journal(join(path, "run.jsonl"));
    expect(await isAbandoned(path)).toBe(false);
    journal.append(started);
    expect(await isAbandoned(path)).toBe(false);
    await directory.release();
    expect(await isAbandoned(path)).toBe(true);
    journal.append({ type: "run_finished", status: "FINISHED", duration_ms: 1 });
    expect(await isAbandoned(path)).toBe(false);
    journal.close();
  });

  test("is told at once after its owner was killed", async () => {
    const path = join(temporaryFolder(), "run");
    const owner = await ownElsewhere(path);
    const journal = new Journal(join(path, "run.jsonl"));
    journal.append(started);
    journal.close();
    expect(await isAbandoned(path)).toBe(false);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(existsSync(join(path, ".lock"))).toBe(true);
    expect(await isAbandoned(path)).toBe(true);
  });

  test("gets its end once, at the time of the last thing that it told", async () => {
    const path = join(temporaryFolder(), "run");
    const owner = await ownElsewhere(path);
    const journal = new Journal(join(path, "run.jsonl"), clock(1000, 2000, 5000));
    journal.append(started);
    journal.append({ type: "stage_started", stage: "1_evaluation" });
    journal.append({ type: "log", level: "info", message: "half way" });
    journal.close();
    appendFileSync(join(path, "run.jsonl"), '{"seq":4,"time":6000,"type":"lo');
    expect(await closeAbandoned(path)).toBe(false);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(await closeAbandoned(path)).toBe(true);
    expect(await closeAbandoned(path)).toBe(false);
    expect(existsSync(join(path, ".owner.json"))).toBe(false);
    expect((await journalEvents(join(path, "run.jsonl"))).slice(3)).toMatchObject([
      {
        seq: 4,
        time: 5000,
        type: "stage_finished",
        stage: "1_evaluation",
        status: "KILLED",
        duration_ms: 3000,
      },
      {
        seq: 5,
        time: 5000,
        type: "run_finished",
        status: "KILLED",
        duration_ms: 4000,
        error: { code: "killed" },
      },
    ]);
  });
});

/** @returns a clock that tells these times, one at a call. */
function clock(...times: number[]): () => number {
  return () => times.shift() ?? Number.NaN;
}
