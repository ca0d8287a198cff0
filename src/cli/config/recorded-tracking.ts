import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveAt } from "../../config/nodes/interpolation/resolve.js";
import type { ConfigNode } from "../../config/nodes/node.js";
import { resolveContext } from "../../config/resolve-context.js";
import { loadYaml } from "../../config/yaml/load.js";
import { JOURNAL_FILE } from "../../run/journal/event.js";
import { readJournal } from "../../run/journal/read-journal.js";
import { locationOf } from "../../tracking/connect.js";
import { TrackingError } from "../../tracking/tracking-error.js";
import { parseTrackingUri, type TrackingTarget } from "../../tracking/uri.js";
import type { World } from "../world.js";

/**
 * @param runDirectory of a run or a sweep, absolute
 * @returns where its journal says that it is tracked, with the credentials that its configuration or
 *   MLFLOW_TRACKING_URI has for that place; undefined for a run that was not tracked.
 */
export async function recordedTracking(
  runDirectory: string,
  world: World,
): Promise<TrackingTarget | undefined> {
  let recorded: string | undefined;
  for await (const event of readJournal(join(runDirectory, JOURNAL_FILE)))
    if (event.type === "run_started") recorded = event.tracking_uri;
  if (recorded === undefined) return undefined;
  const known = [configured(runDirectory, world), parsed(world.env.MLFLOW_TRACKING_URI, world.cwd)];
  const same = known.find((target) => target !== undefined && locationOf(target) === recorded);
  return same ?? parseTrackingUri(recorded, world.cwd);
}

/** A relative folder is relative to where the run was started. */
function configured(runDirectory: string, { env, cwd }: World): TrackingTarget | undefined {
  const context = resolveContext({ env });
  const read = (name: string, key: string): ConfigNode | undefined => {
    const file = join(runDirectory, ".hydra", name);
    if (!existsSync(file)) return undefined;
    try {
      return resolveAt(loadYaml(readFileSync(file, "utf8"), file), key, context);
    } catch {
      return undefined;
    }
  };
  const uri = read("config.yaml", "mlflow.uri");
  const from = read("hydra.yaml", "hydra.runtime.cwd");
  return parsed(uri?.kind === "str" ? uri.value : undefined, from?.kind === "str" ? from.value : cwd);
}

function parsed(uri: string | undefined, cwd: string): TrackingTarget | undefined {
  try {
    return uri ? parseTrackingUri(uri, cwd) : undefined;
  } catch (error) {
    if (error instanceof TrackingError) return undefined;
    throw error;
  }
}
