import { describe, expect, it } from "vitest";
import type { JobResult } from "../../src/config/app/job/job.js";
import { mapNode } from "../../src/config/nodes/create.js";
import type { JobOverrides } from "../../src/config/overrides/sweep.js";
import { localLauncher } from "../../src/sweep/local-launcher.js";

interface Sweep {
  readonly count: number;
  /** Numbers of the jobs that cannot run. */
  readonly refused?: readonly number[];
  readonly firstIndex?: number;
  /** The job in which the sweep is interrupted. */
  readonly interruptedIn?: number;
}

/** Launches jobs `n=0`, `n=1`, … @returns what happened, in order, and the results. */
async function launch({ count, refused = [], firstIndex = 0, interruptedIn }: Sweep) {
  const told: string[] = [];
  const controller = new AbortController();
  const fail = ([text = ""]: JobOverrides) => {
    if (refused.includes(Number(text.slice(2)))) throw new Error(`no ${text}`);
  };
  const launcher = localLauncher({
    signal: controller.signal,
    async check(job) {
      told.push(`check ${job}`);
      fail(job);
    },
    onRefused: ({ index, overrides }) => told.push(`refuse ${index} ${overrides}`),
    onBatch: (size) => told.push(`batch ${size}`),
    onLaunch: (job, index) => told.push(`launch ${index} ${job}`),
  })({
    config: mapNode([]),
    sweepDir: "/nowhere",
    log: { debug() {}, info() {}, warning() {}, error() {} },
    runJob(overrides, index) {
      fail(overrides);
      if (index === interruptedIn) controller.abort();
      return Promise.resolve({ status: "completed", overrides, value: index });
    },
  });
  function* jobs() {
    for (let n = firstIndex; n < firstIndex + count; n++) yield [`n=${n}`];
  }
  const results: JobResult[] = [];
  for await (const result of launcher.launch({ jobs: { [Symbol.iterator]: jobs }, count, firstIndex })) {
    results.push(result);
    if (results.length === 3) break;
  }
  return { told, results };
}

describe("the local launcher", () => {
  it("checks all jobs of a small batch before it launches the first", async () => {
    const { told } = await launch({ count: 2 });
    expect(told).toEqual(["check n=0", "check n=1", "batch 2", "launch 0 n=0", "launch 1 n=1"]);
  });

  it("checks none of a large one: the first job does not wait for the last", async () => {
    const { told } = await launch({ count: 1_000_000_000 });
    expect(told).toEqual(["batch 1000000000", "launch 0 n=0", "launch 1 n=1", "launch 2 n=2"]);
  });

  it("tells of a job that cannot run, and runs the others", async () => {
    const { told, results } = await launch({ count: 3, refused: [1] });
    expect(told).toContain("refuse 1 n=1");
    expect(results.map(({ status }) => status)).toEqual(["completed", "failed", "completed"]);
    expect(results[1]).toMatchObject({ overrides: ["n=1"], error: new Error("no n=1") });
  });

  it("launches nothing when no job can run", async () => {
    await expect(launch({ count: 2, refused: [0, 1] })).rejects.toThrow("no n=0");
  });

  it("in a later batch such jobs fail like others", async () => {
    const { results } = await launch({ count: 1, firstIndex: 4, refused: [4] });
    expect(results).toMatchObject([{ status: "failed", overrides: ["n=4"] }]);
  });

  it("launches no more once it is interrupted", async () => {
    const { results } = await launch({ count: 3, interruptedIn: 1 });
    expect(results).toHaveLength(2);
  });
});
