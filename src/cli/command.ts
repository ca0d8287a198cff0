import { UsageError } from "../config/app/flags/usage-error.js";
import { nearestName } from "../schema/problem.js";

/** Commands that are not a run, as yargs writes them. */
export const COMMANDS = {
  ui: { usage: "ui [store]", help: "Open MLflow's own pages on a store" },
  sync: {
    usage: "sync [place]",
    help: "Deliver what MLflow has not got: of runs, of sweeps, of a local store",
  },
} as const;

/**
 * @returns whether the first word of a command line is a command: one without `=`, `+` or `~`.
 * @throws UsageError for a word that is nearly one.
 */
export function isCommand([first]: readonly string[]): boolean {
  if (first === undefined || /^-|[=+~]/.test(first)) return false;
  if (Object.hasOwn(COMMANDS, first)) return true;
  const near = nearestName(first, Object.keys(COMMANDS));
  if (near !== undefined) throw new UsageError(`Unknown command '${first}'. Did you mean '${near}'?`);
  return false;
}
