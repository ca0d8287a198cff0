import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { findRuns } from "../../run/find-runs.js";
import { isFileStore } from "../../tracking/copy/stored-run.js";
import { parseTrackingUri } from "../../tracking/uri.js";
import { CliError } from "../cli-error.js";
import type { World } from "../world.js";
import { syncRuns } from "./sync-runs.js";
import { syncStore } from "./sync-store.js";

export interface SyncRequest {
  /** A run directory, a sweep's, a folder of such, or a local MLflow store. */
  readonly place: string;
  /** Where to; of runs, what was recorded when they ran, when absent. */
  readonly to?: string | undefined;
}

/**
 * Delivers to MLflow what it has not got: of runs and sweeps from their journals, of a local store all of it.
 * @returns the exit code: 1 when something is left.
 * @throws CliError for a place that holds neither; TrackingError for an address that is none.
 */
export async function sync({ place, to }: SyncRequest, world: World): Promise<number> {
  const path = resolve(world.cwd, place);
  if (!existsSync(path) || !statSync(path).isDirectory())
    throw new CliError(`There is no folder ${place}.`, "Name a run directory, a sweep directory or a store.");
  const target = to === undefined ? undefined : parseTrackingUri(to, world.cwd, "--to");
  if (await isFileStore(path)) {
    if (target !== undefined) return syncStore(path, target, world);
    throw new CliError(`${place} is an MLflow store.`, `Say where to copy it: sync ${place} --to URI`);
  }
  const runs: string[] = [];
  for await (const run of findRuns(path)) runs.push(run);
  if (runs.length > 0) return syncRuns(runs, target, world);
  throw new CliError(
    `${place} holds no run and is no MLflow store.`,
    "A run directory has a run.jsonl; a store has folders with a meta.yaml.",
  );
}
