import { ConfigError } from "../../error.js";
import type { HydraFlag } from "./hydra-flags.js";
import type { Arguments } from "./parse-arguments.js";

/** Ways through a program that exclude each other; without any, it runs. */
const WAYS: readonly HydraFlag[] = ["run", "multirun", "cfg", "info", "shell-completion"];

/** @throws ConfigError (validation) for flags that do not go together. */
export function checkTogether(flags: Arguments["flags"]): void {
  if (flags.has("resolve") && !flags.has("cfg"))
    throw new ConfigError(
      "validation",
      "The --resolve flag can only be used in conjunction with --cfg or --help",
    );
  if (!flags.has("hydra-help") && WAYS.filter((way) => flags.has(way)).length > 1)
    throw new ConfigError(
      "validation",
      "Only one of --run, --multirun, --cfg, --info and --shell_completion can be specified",
    );
}
