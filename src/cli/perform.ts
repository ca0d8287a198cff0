import { parseArguments } from "../config/app/flags/parse-arguments.js";
import { checkFlags } from "./check-flags.js";
import { isCommand } from "./command.js";
import { FLAGS } from "./flags.js";
import { reportError } from "./report-error.js";
import { textFlag } from "./text-flag.js";
import type { World } from "./world.js";

/** Does what is more than showing a text: a run, a sweep, a command. @returns the exit code; nothing is thrown. */
export async function perform(world: World): Promise<number> {
  try {
    return await dispatch(world);
  } catch (error) {
    return reportError(error, world);
  }
}

/** Each way is loaded when it is taken: `ui` pays for no composition. */
async function dispatch(world: World): Promise<number> {
  if (isCommand(world.argv)) return (await import("./commands/run-command.js")).runCommand(world);
  const request = parseArguments(world.argv, FLAGS);
  const { flags } = request;
  const earlier = textFlag(flags, "experimental-rerun");
  if (earlier !== undefined) return (await import("./commands/rerun.js")).rerun(earlier, request, world);
  checkFlags(flags);
  return (await import("./commands/run.js")).run(request, world);
}
