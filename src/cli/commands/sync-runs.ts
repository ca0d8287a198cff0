import { closeAbandoned } from "../../run/close-abandoned.js";
import { liveOwner } from "../../run/owner.js";
import { locationOf } from "../../tracking/connect.js";
import { type DeliveryReport, deliver } from "../../tracking/delivery/delivery.js";
import { DEFAULT_RETRY } from "../../tracking/retry.js";
import type { TrackingTarget } from "../../tracking/uri.js";
import { CliError } from "../cli-error.js";
import { recordedTracking } from "../config/recorded-tracking.js";
import { shortened } from "../screen/shortened.js";
import { EXIT, type World } from "../world.js";

/** A person waits for this command and can interrupt it; a store that failed once is not waited for again. */
const PATIENCE = {
  first: { timeoutMs: Number.POSITIVE_INFINITY, retry: DEFAULT_RETRY },
  later: { timeoutMs: 2000 },
};
/** Who waits for longer is told what for. */
const SILENT_MS = 3000;

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
    const name = shortened(runDirectory, world.cwd);
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
    const location = locationOf(target);
    const patience = failed.has(location) ? PATIENCE.later : PATIENCE.first;
    const waiting = setTimeout(() => {
      complain(`still at it with ${location}. Interrupted, it goes on with the next sync; nothing is lost`);
    }, SILENT_MS);
    const report = await deliver({ runDirectory, target, env: { ...world.env }, ...patience });
    clearTimeout(waiting);
    for (const warning of report.warnings) complain(warning);
    const told = describe(report, world);
    if (told !== undefined) world.stdout.write(`${name}: ${told}\n`);
    if (report.complete) continue;
    failed.add(report.location);
    isComplete = false;
    complain(`not everything could be delivered: ${report.problem ?? "something is left"}`);
  }
  return isComplete ? EXIT.ok : EXIT.failed;
}

/** @returns what was delivered; undefined where nothing was that should have been. */
function describe({ delivered, place, complete }: DeliveryReport, { cwd }: World): string | undefined {
  const { params, tags, metrics, artifacts } = delivered;
  const isNothing = params + tags + metrics + artifacts === 0;
  if (isNothing) return complete ? "MLflow has everything" : undefined;
  return `delivered ${params} params, ${metrics} metric points, ${tags} tags, ${artifacts} files: ${shortened(place ?? "", cwd)}`;
}
