import { ConfigError } from "../../error.js";
import { parseOverrides } from "../../overrides/parse.js";
import { batches, type ExpandedSweep, expandSweep } from "../../overrides/sweep.js";
import type { Batch } from "./launcher.js";
import type { SweeperFactory, SweepSite } from "./sweeper.js";

/**
 * Hydra's sweeper: every combination of the values, the last override varying fastest. All jobs of a batch are
 * composed before its first one runs, so that a mistake in the last costs no work; a batch with a failed job is the
 * last.
 */
export const basicSweeper: SweeperFactory = (site) => ({
  async *sweep(overrides) {
    const sweep = expandSweep(parseOverrides([...site.params, ...overrides]), site);
    refuseTooMany(sweep.size, site);
    const all = batchesOf(sweep, site.maxBatchSize);
    let next = all.next();
    site.begin();
    for (; !next.done; next = all.next()) {
      checkJobs(next.value, site);
      let failed = false;
      for await (const result of site.launcher.launch(next.value)) {
        failed ||= result.status === "failed";
        yield result;
      }
      if (failed) return;
    }
  },
});

function checkJobs({ jobs, count }: Batch, { check, log }: SweepSite): void {
  if (check === undefined) return;
  const start = performance.now();
  for (const job of jobs) check(job);
  const seconds = (performance.now() - start) / 1000;
  const speed = (count / seconds).toFixed(2);
  log.debug(`Validated configs of ${count} jobs in ${seconds.toFixed(2)} seconds, ${speed} / second)`);
}

function* batchesOf({ jobs, size }: ExpandedSweep, maxSize: number | undefined): Generator<Batch> {
  if (maxSize === undefined) {
    yield { jobs, count: Number(size), firstIndex: 0 };
    return;
  }
  let firstIndex = 0;
  for (const batch of batches(jobs, maxSize)) {
    yield { jobs: batch, count: batch.length, firstIndex };
    firstIndex += batch.length;
  }
}

function refuseTooMany(size: bigint | number, { limit }: SweepSite): void {
  if (limit === undefined || size <= limit.jobs) return;
  const number = size === Number.POSITIVE_INFINITY ? "jobs without end" : `${size} jobs`;
  throw new ConfigError("composition", `The sweep has ${number}, more than ${limit.jobs}. ${limit.advice}`);
}
