import { connect } from "../../tracking/connect.js";
import { copyStore } from "../../tracking/copy/copy-store.js";
import { TrackingError } from "../../tracking/tracking-error.js";
import type { TrackingTarget } from "../../tracking/uri.js";
import { CliError } from "../cli-error.js";
import { interruptSignal } from "../interrupt-signal.js";
import { EXIT, type World } from "../world.js";

/**
 * Copies a local MLflow store to a server or to another store.
 * @param root of the store, absolute
 * @returns the exit code.
 * @throws CliError when the target cannot be told.
 */
export async function syncStore(root: string, to: TrackingTarget, world: World): Promise<number> {
  if (to.kind === "folder" && to.path === root) throw new CliError(`${root} cannot be copied into itself.`);
  const interrupt = interruptSignal();
  const target = await connect(to, { env: { ...world.env }, signal: interrupt.signal });
  try {
    const { runs, copied, counts, models, warnings } = await copyStore(root, target);
    for (const warning of warnings) world.stderr.write(`${warning}\n`);
    const { params, tags, metrics, artifacts } = counts;
    const what = `${params} params, ${metrics} metric points, ${tags} tags, ${artifacts} files, ${models} models`;
    const others = runs > copied ? `; ${target.location} had ${runs - copied} already` : "";
    world.stdout.write(`Copied ${copied} ${copied === 1 ? "run" : "runs"} (${what})${others}\n`);
    return EXIT.ok;
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (!(error instanceof TrackingError)) throw error;
    throw new CliError(error.message, "What is copied stays copied: the same command goes on from there.");
  } finally {
    interrupt.release();
    await target.close();
  }
}
