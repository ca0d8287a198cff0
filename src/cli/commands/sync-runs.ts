import { relative } from "node:path";
import { closeAbandoned } from "../../run/close-abandoned.js";
import { liveOwner } from "../../run/owner.js";
import { locationOf } from "../../tracking/connect.js";
import { type DeliveryReport, deliver } from "../../tracking/delivery/delivery.js";
import type { TrackingTarget } from "../../tracking/uri.js";
import { CliError } from "../cli-error.js";
import { recordedTracking } from "../config/recorded-tracking.js";
import { shortened } from "../screen/shortened.js";
import { EXIT, type World } from "../world.js";

/** A person waits for this command and can interrupt it; a store that failed once is not waited for again. */
const PATIENCE_MS = { first: 600_000, later: 2000 };

/**
 * Delivers what MLflow has not got of runs. One that was killed gets its end first; one that goes on is left alone.
 * @param directories of runs, absolute, a sweep's before those of its jobs
 * @param to where to; what each run recorded when absent
 * @returns the exit code: 1 when something is left.
 */
export async function syncRuns(
  directories: readonly string[],
  to: TrackingTarget | undefined,
  world: World,
): Promise<number> {
  const failed = new Set<string>();
  let isComplete = true;
  for (const runDirectory of directories) {
    const name = relative(world.cwd, runDirectory) || ".";
    const complain = (text: string) => void world.stderr.write(`${name}: ${text}\n`);
    if ((await liveOwner(runDirectory)) !== undefined) {
      complain("the run goes on, and is delivered by itself");
      continue;
    }
    if (await closeAbandoned(runDirectory)) complain("the run was killed: its end is noted now");
    const target = to ?? (await recordedTracking(runDirectory, world));
    if (target === undefined && directories.length > 1) continue;
    if (target === undefined)
      throw new CliError(`${name} was not tracked.`, `Say where to: stm32ai_main sync ${name} --to URI`);
    const timeoutMs = failed.has(locationOf(target)) ? PATIENCE_MS.later : PATIENCE_MS.first;
    const report = await deliver({ runDirectory, target, env: { ...world.env }, timeoutMs });
    for (const warning of report.warnings) complain(warning);
    world.stdout.write(`${name}: ${describe(report, world)}\n`);
    if (report.complete) continue;
    failed.add(report.location);
    isComplete = false;
    complain(`not everything could be delivered: ${report.problem ?? "something is left"}`);
  }
  return isComplete ? EXIT.ok : EXIT.failed;
}

function describe({ delivered, place, complete }: DeliveryReport, { cwd }: World): string {
  const { params, tags, metrics, artifacts } = delivered;
  const isNothing = params + tags + metrics + artifacts === 0;
  if (isNothing && complete) return "MLflow has everything";
  return `delivered ${params} params, ${metrics} metric points, ${tags} tags, ${artifacts} files: ${shortened(place ?? "nowhere", cwd)}`;
}
