import type { ResolveContext } from "../nodes/interpolation/context.js";
import { resolveAt } from "../nodes/interpolation/resolve.js";
import type { MapNode } from "../nodes/node.js";
import { type Plain, toPlain } from "../nodes/to-plain.js";
import type { Program } from "./program.js";

/**
 * Sets the program's log up as a part of the `hydra` node says.
 * @param part `hydra_logging` outside of jobs, `job_logging` inside.
 * @throws ConfigError (validation, interpolation) for a config that cannot be used.
 */
export function configureLog(
  { log }: Program,
  config: MapNode,
  part: "hydra_logging" | "job_logging",
  { context, cwd }: { readonly context: ResolveContext; readonly cwd: string },
): void {
  const at = (key: string): Plain => {
    const node = resolveAt(config, key, context);
    return node === undefined ? null : toPlain(node);
  };
  log.configure({ settings: at(`hydra.${part}`), verbose: at("hydra.verbose"), cwd });
}
