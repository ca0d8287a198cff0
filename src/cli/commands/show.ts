import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { checkFlags } from "../check-flags.js";
import type { World } from "../world.js";
import { showCompletion } from "./show-completion.js";
import { showConfiguration } from "./show-configuration.js";
import { showHydraHelp } from "./show-hydra-help.js";
import { showInformation } from "./show-information.js";

/** What is shown of the configuration alone, by its flag. They are loaded together: fewer files start faster. */
const WAYS: readonly (readonly [string, (request: Arguments, world: World) => string | Promise<string>])[] = [
  ["hydra-help", showHydraHelp],
  ["cfg", showConfiguration],
  ["info", showInformation],
  ["shell-completion", showCompletion],
];

/** @returns what the flags ask to be shown. @throws ConfigError, CliError, UsageError of each way. */
export async function show(request: Arguments, world: World): Promise<string> {
  const { flags } = request;
  if (flags.has("help")) return (await import("./show-help.js")).showHelp(request, world);
  checkFlags(flags);
  if (flags.has("schema")) return (await import("./show-schema.js")).showSchema(request, world);
  const way = WAYS.find(([flag]) => flags.has(flag));
  return way === undefined ? "" : way[1](request, world);
}
