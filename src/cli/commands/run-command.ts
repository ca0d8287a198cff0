import yargs from "yargs";
import { UsageError } from "../../config/app/flags/usage-error.js";
import { COMMANDS } from "../command.js";
import { DEFAULT_STORE } from "../config/tracking-of.js";
import { EXIT, type World } from "../world.js";
import { LARGEST_PORT, openUi } from "./open-ui.js";
import { sync } from "./sync.js";

const OUTPUTS = "./experiments_outputs";
/** MLflow's own. */
const DEFAULT_PORT = "5000";

/**
 * Does what a command asks for; its arguments are its own, not Hydra's.
 * @returns the exit code.
 * @throws UsageError for arguments that it does not have or cannot take; CliError, TrackingError of each command.
 */
export async function runCommand(world: World): Promise<number> {
  let code: number = EXIT.ok;
  const parser = yargs()
    .scriptName("stm32ai_main")
    .command(
      COMMANDS.ui.usage,
      COMMANDS.ui.help,
      (args) =>
        args
          .positional("store", {
            type: "string",
            default: DEFAULT_STORE,
            describe: "Folder or address of it",
          })
          .option("port", { type: "string", default: DEFAULT_PORT, describe: "Port, or the next free one" }),
      async (args) => {
        code = await openUi({ store: args.store, port: portOf(args.port) }, world);
      },
    )
    .command(
      COMMANDS.sync.usage,
      COMMANDS.sync.help,
      (args) =>
        args
          .positional("place", {
            type: "string",
            default: OUTPUTS,
            describe: "Run directory, sweep directory, folder of such, or local store",
          })
          .option("to", {
            type: "string",
            describe: "Folder or address of MLflow; default: where each run is tracked",
          }),
      async (args) => {
        code = await sync(args, world);
      },
    )
    .strict()
    .version(false)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    });
  await parser.parseAsync([...world.argv], {}, (_error, _args, help) => {
    if (help !== "") world.stdout.write(`${help}\n`);
  });
  return code;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= LARGEST_PORT) return port;
  throw new UsageError(`--port takes a whole number from 1 to ${LARGEST_PORT}, not '${text}'`);
}
