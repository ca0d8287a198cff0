import { dirname } from "node:path";
import { interruptSignal } from "../interrupt-signal.js";
import { painter } from "../screen/paint.js";
import { EXIT } from "../world.js";
import type { ChainRequest } from "./chain-request.js";
import { performRun } from "./perform-run.js";
import { repairRuns } from "./repair-runs.js";
import { claimPlace } from "./run-place.js";

/**
 * Runs a chain in a directory of its own.
 * @param keys those whose values, joined, are the directory.
 * @returns the exit code.
 */
export async function runChain(
  chain: ChainRequest,
  keys: readonly [string, ...string[]] = ["hydra.run.dir"],
): Promise<number> {
  const { world, configuration, prepared } = chain;
  const secrets = prepared.parted.secrets.values();
  const directory = await claimPlace(configuration, { keys, cwd: world.cwd, secrets });
  const repaired = repairRuns(dirname(directory.path), world);
  const interrupt = interruptSignal();
  try {
    const { signal } = interrupt;
    const { status, error } = await performRun(chain, { directory, signal });
    for (const text of await repaired) world.stderr.write(`${text}\n`);
    if (error !== undefined) {
      const paint = painter(world.stderr, world.env);
      world.stderr.write(`${[paint("red", error.message), error.hint].filter(Boolean).join("\n")}\n`);
    }
    return { FINISHED: EXIT.ok, FAILED: EXIT.failed, KILLED: EXIT.interrupted }[status];
  } finally {
    interrupt.release();
    await directory.release();
  }
}
