import { parseArguments } from "../config/app/flags/parse-arguments.js";
import { isCommand } from "./command.js";
import { show as textOf } from "./commands/show.js";
import { showVersion } from "./commands/show-version.js";
import { FLAGS } from "./flags.js";
import { reportError } from "./report-error.js";
import { SHOWING } from "./start/way-of.js";
import { EXIT, type World } from "./world.js";

export interface Ways {
  /** Writes what is only shown. */
  show(text: string): void;
  /** Loads what does the rest: `perform`. */
  perform(): Promise<(world: World) => Promise<number>>;
}

/**
 * Runs the program. What is only shown is in one file with this, which starts fastest; the rest is loaded when asked
 * for, with a copy of its own of what both need.
 * @returns its exit code; nothing is thrown.
 */
export async function main(world: World, { show, perform }: Ways): Promise<number> {
  try {
    const text = await shownText(world);
    if (text !== undefined) {
      show(text);
      return EXIT.ok;
    }
  } catch (error) {
    return reportError(error, world);
  }
  return (await perform())(world);
}

/** @returns undefined where a run or a command is asked for. */
async function shownText(world: World): Promise<string | undefined> {
  if (isCommand(world.argv)) return undefined;
  const request = parseArguments(world.argv, FLAGS);
  const { flags } = request;
  if (flags.has("version")) return showVersion();
  if (flags.has("experimental-rerun")) return undefined;
  return SHOWING.some((name) => flags.has(name)) ? textOf(request, world) : undefined;
}
