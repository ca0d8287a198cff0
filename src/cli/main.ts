import { parseArguments } from "../config/app/flags/parse-arguments.js";
import { checkFlags } from "./check-flags.js";
import { isCommand } from "./command.js";
import { FLAGS } from "./flags.js";
import { textFlag } from "./text-flag.js";
import { EXIT, type World } from "./world.js";

/** Flags that ask for a text; whatever else is asked for then waits. */
const SHOWING = ["help", "hydra-help", "schema", "cfg", "info", "shell-completion"];

/** Runs the program. @returns its exit code; nothing is thrown. */
export async function main(world: World): Promise<number> {
  try {
    return await dispatch(world);
  } catch (error) {
    const { reportError } = await import("./report-error.js");
    return reportError(error, world);
  }
}

/** Each way through the program is loaded when it is taken: `--cfg` pays for no runner, `ui` for no composition. */
async function dispatch(world: World): Promise<number> {
  if (isCommand(world.argv)) return (await import("./commands/run-command.js")).runCommand(world);
  const request = parseArguments(world.argv, FLAGS);
  const { flags } = request;
  const earlier = textFlag(flags, "experimental-rerun");
  if (flags.has("version")) return write(world, (await import("./commands/show-version.js")).showVersion());
  if (earlier !== undefined) return (await import("./commands/rerun.js")).rerun(earlier, request, world);
  if (SHOWING.some((name) => flags.has(name))) {
    const { show } = await import("./commands/show.js");
    return write(world, await show(request, world));
  }
  checkFlags(flags);
  return (await import("./commands/run.js")).run(request, world);
}

function write({ stdout }: World, text: string): number {
  stdout.write(text);
  return EXIT.ok;
}
