import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import type { JournalBody } from "../../src/run/journal/event.js";
import { processTree } from "../../src/run/process-tree.js";
import { systemMetrics } from "../../src/run/system-metrics.js";

test("a run that is shorter than the interval has one sample, under MLflow's names", async () => {
  const recorded: JournalBody[] = [];
  const ended = new AbortController();
  const observing = systemMetrics((body) => recorded.push(body), ended.signal);
  await new Promise((resolve) => setTimeout(resolve, 100));
  ended.abort();
  await observing;
  const values = new Map(
    recorded.map((body) => (body.type === "metric" ? [body.key, Number(body.value)] : ["", Number.NaN])),
  );
  expect([...values.keys()]).toEqual(
    expect.arrayContaining([
      "system/cpu_utilization_percentage",
      "system/system_memory_usage_megabytes",
      "system/system_memory_usage_percentage",
    ]),
  );
  const share = values.get("system/system_memory_usage_percentage");
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThanOrEqual(100);
});

test.skipIf(process.platform !== "linux")(
  "the processes below another one are counted, and theirs",
  async () => {
    const script = "sleep 30 & echo $!; wait";
    const child = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"], detached: true });
    await once(child.stdout, "data");
    const usage = await processTree(process.pid);
    expect(usage?.processes).toBeGreaterThanOrEqual(2);
    expect(usage?.residentBytes).toBeGreaterThan(100_000);
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  },
);
