import { UsageError } from "../config/app/flags/usage-error.js";
import { nearestName } from "../schema/problem.js";

/** Commands that are not a run: the first word without `=`, `+` or `~`. */
export const COMMANDS = [
  { name: "ui", usage: "ui [STORE]", help: "Open MLflow's own pages on the local store." },
  { name: "sync", usage: "sync RUN_DIR", help: "Deliver what a run could not tell MLflow while it ran." },
] as const;

export type CommandName = (typeof COMMANDS)[number]["name"];

/**
 * @param words the command line without its flags.
 * @returns the command that it begins with, if it does.
 * @throws UsageError for a word that is nearly one.
 */
export function findCommand([first]: readonly string[]): CommandName | undefined {
  if (first === undefined || /[=+~]/.test(first)) return undefined;
  const names = COMMANDS.map(({ name }) => name);
  const found = names.find((name) => name === first);
  if (found !== undefined) return found;
  const near = nearestName(first, names);
  if (near !== undefined) throw new UsageError(`Unknown command '${first}'. Did you mean '${near}'?`);
  return undefined;
}
