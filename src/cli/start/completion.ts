import { parseArguments } from "../../config/app/flags/parse-arguments.js";
import { openStdout } from "../../config/app/open-stdout.js";
import { checkFlags } from "../check-flags.js";
import { showCompletion } from "../commands/show-completion.js";
import { FLAGS } from "../flags.js";
import { processWorld } from "./process-world.js";

/** Flags that are heard before a completion. */
const FIRST = ["help", "hydra-help", "schema", "version", "cfg", "info", "experimental-rerun"];

/** Answers `--shell-completion`; what else is asked for, and what cannot be answered, is left to the program itself. */
export function start(): boolean {
  const world = processWorld();
  try {
    const request = parseArguments(world.argv, FLAGS);
    if (!request.flags.has("shell-completion") || FIRST.some((name) => request.flags.has(name))) return false;
    checkFlags(request.flags);
    openStdout().write(showCompletion(request, world));
    return true;
  } catch {
    return false;
  }
}
