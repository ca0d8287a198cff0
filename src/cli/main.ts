import type { Arguments } from "../config/app/flags/parse-arguments.js";
import { parseArguments } from "../config/app/flags/parse-arguments.js";
import { checkFlags } from "./check-flags.js";
import { findCommand } from "./command.js";
import { FLAGS } from "./flags.js";
import { reportError } from "./report-error.js";
import { painter } from "./screen/paint.js";
import { textFlag } from "./text-flag.js";
import { EXIT, type World } from "./world.js";

/** Runs the program. @returns its exit code; nothing is thrown. */
export async function main(world: World): Promise<number> {
  try {
    return await dispatch(world);
  } catch (error) {
    return reportError(error, world, painter(world.stderr, world.env));
  }
}

/** Each way through the program is loaded when it is taken: `--cfg` pays for no runner, `ui` for no composition. */
async function dispatch(world: World): Promise<number> {
  const request = parseArguments(world.argv, FLAGS);
  const { flags, words } = request;
  const earlier = textFlag(flags, "experimental-rerun");
  if (flags.has("version")) return write(world, (await import("./commands/show-version.js")).showVersion());
  if (earlier !== undefined) return (await import("./commands/rerun.js")).rerun(earlier, request, world);
  const text = await shownText(request, world);
  if (text !== undefined) return write(world, text);
  const command = findCommand(words);
  if (command === "ui") return (await import("./commands/open-ui.js")).openUi(words.slice(1), world);
  if (command === "sync") return (await import("./commands/sync.js")).sync(words.slice(1), world);
  return (await import("./commands/run.js")).run(request, world);
}

/** @returns what the flags ask to be shown; undefined when they ask for a run. */
async function shownText(request: Arguments, world: World): Promise<string | undefined> {
  const { flags } = request;
  if (flags.has("help")) return (await import("./commands/show-help.js")).showHelp(request, world);
  checkFlags(flags);
  if (flags.has("hydra-help"))
    return (await import("./commands/show-hydra-help.js")).showHydraHelp(request, world);
  if (flags.has("schema")) return (await import("./commands/show-schema.js")).showSchema(request, world);
  if (flags.has("cfg"))
    return (await import("./commands/show-configuration.js")).showConfiguration(request, world);
  if (flags.has("info"))
    return (await import("./commands/show-information.js")).showInformation(request, world);
  if (flags.has("shell-completion"))
    return (await import("./commands/show-completion.js")).showCompletion(request, world);
  return undefined;
}

function write({ stdout }: World, text: string): number {
  stdout.write(text);
  return EXIT.ok;
}
