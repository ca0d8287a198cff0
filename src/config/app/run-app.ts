import type { AppOptions } from "./app-options.js";
import { HYDRA_FLAGS } from "./flags/hydra-flags.js";
import { parseArguments } from "./flags/parse-arguments.js";
import { UsageError } from "./flags/usage-error.js";
import { usageText } from "./flags/usage-text.js";
import { Exit } from "./job/exit.js";
import { openProgram, type Program } from "./program.js";
import { reportError } from "./report-error.js";
import { runCommand } from "./run-command.js";
import { openWorld } from "./world.js";

/** Exit codes, which are Hydra's. */
const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/**
 * Runs a program in Hydra's way: its command line composes a config, which the task is then given, in a directory
 * of its own; with Hydra's flags, logs, `.hydra/` files and multiruns.
 * @returns the exit code: 0, 1 for an error, 2 for a command line that cannot be read, or that of a task's `Exit`.
 *
 * @example
 * process.exitCode = await runApp({
 *   name: "my_app",
 *   folder: import.meta.dirname,
 *   configPath: "conf",
 *   configName: "config",
 *   task: ({ config, log }) => log.info(`port ${config.at("server.port")}`),
 * });
 */
export async function runApp(options: AppOptions): Promise<number> {
  const world = openWorld(options);
  let program: Program | undefined;
  try {
    const request = parseArguments(options.argv ?? process.argv.slice(2), HYDRA_FLAGS);
    program = openProgram(options, request.flags, world);
    return (await runCommand(program, request)) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (!(error instanceof UsageError)) {
      reportError(error, world);
      return EXIT.failed;
    }
    const called = options.program ?? options.name;
    world.stderr.write(`${usageText(called, HYDRA_FLAGS)}${called}: error: ${error.message}\n`);
    return EXIT.usage;
  } finally {
    program?.log.close();
  }
}
