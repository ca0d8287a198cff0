import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { closeAbandoned } from "../../run/close-abandoned.js";
import { findRuns } from "../../run/find-runs.js";
import { deliver } from "../../tracking/delivery/delivery.js";
import { recordedTracking } from "../config/recorded-tracking.js";
import { leftText } from "../screen/left-text.js";
import { painter } from "../screen/paint.js";
import { shortened } from "../screen/shortened.js";
import type { World } from "../world.js";

/** It goes on beside a run, which does not wait for it longer than for its own delivery. */
const PATIENCE_MS = 20_000;

/**
 * Sets right what a killed program left: its runs get their end in their journals and in MLflow, files included.
 * Only an owner that was killed leaves its `.owner.json`, so that a folder of many runs is looked through quickly.
 * @param folder of run and sweep directories, absolute
 * @returns what to tell of it. Nothing is thrown: a new run does not fail for an old one.
 */
export async function repairRuns(folder: string, world: World): Promise<readonly string[]> {
  const told: string[] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => existsSync(join(folder, entry, ".owner.json")))) {
    for await (const run of findRuns(join(folder, name))) {
      const text = await repairRun(run, world).catch((error: unknown) => String(error));
      if (text !== undefined) told.push(text);
    }
  }
  return told;
}

async function repairRun(runDirectory: string, world: World): Promise<string | undefined> {
  if (!(await closeAbandoned(runDirectory))) return undefined;
  const name = shortened(runDirectory, world.cwd);
  const target = await recordedTracking(runDirectory, world);
  if (target === undefined) return `${name} was killed: its end is noted now.`;
  const options = { runDirectory, target, env: { ...world.env }, timeoutMs: PATIENCE_MS };
  const { complete, problem } = await deliver(options);
  const text = `${name} was killed: its end is noted now.`;
  return complete ? text : `${text}\n${leftText(name, problem, painter(world.stderr, world.env))}`;
}
