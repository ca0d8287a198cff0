import { cpus, freemem, totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Observer } from "./observer.js";
import { processTree, type TreeUsage } from "./process-tree.js";

/** MLflow's own. */
const INTERVAL_MS = 10_000;
const MEGABYTE = 1e6;

interface Sample {
  readonly at: number;
  readonly busy: number;
  readonly total: number;
  readonly stages: TreeUsage | undefined;
}

/**
 * Records, every ten seconds and at the end, how busy the machine is by the names of MLflow's own system metrics, and
 * what the processes of the stages take of it (where the system tells, on Linux). The prefix `system/` puts them on
 * their own tab.
 */
export const systemMetrics: Observer = async (record, ended) => {
  let before = await sample();
  for (let step = 0; !ended.aborted; step++) {
    await delay(INTERVAL_MS, undefined, { signal: ended, ref: false }).catch(() => undefined);
    const after = await sample();
    const timestamp = Date.now();
    for (const [name, value] of metricsBetween(before, after)) {
      if (Number.isFinite(value))
        record({ type: "metric", key: `system/${name}`, value: rounded(value), step, timestamp });
    }
    before = after;
  }
};

async function sample(): Promise<Sample> {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.idle + times.irq;
    busy += all - times.idle;
    total += all;
  }
  return { at: performance.now(), busy, total, stages: await processTree(process.pid) };
}

function metricsBetween(before: Sample, after: Sample): (readonly [string, number])[] {
  const used = totalmem() - freemem();
  const seconds = (after.at - before.at) / 1000;
  const machine = [
    ["cpu_utilization_percentage", (100 * (after.busy - before.busy)) / (after.total - before.total)],
    ["system_memory_usage_megabytes", used / MEGABYTE],
    ["system_memory_usage_percentage", (100 * used) / totalmem()],
  ] as const;
  if (after.stages === undefined || after.stages.processes === 0) return [...machine];
  const worked = Math.max(0, after.stages.cpuSeconds - (before.stages?.cpuSeconds ?? 0));
  return [
    ...machine,
    ["stages_cpu_percentage", (100 * worked) / seconds],
    ["stages_memory_megabytes", after.stages.residentBytes / MEGABYTE],
  ];
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
