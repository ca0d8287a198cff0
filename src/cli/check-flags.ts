import { checkTogether } from "../config/app/flags/check-together.js";
import type { Arguments } from "../config/app/flags/parse-arguments.js";
import { ConfigError } from "../config/error.js";

/** @throws ConfigError (validation) for flags that do not go together. */
export function checkFlags(flags: Arguments["flags"]): void {
  checkTogether(flags);
  if (flags.has("explain") && !flags.has("cfg"))
    throw new ConfigError("validation", "The --explain flag can only be used in conjunction with --cfg");
  if (flags.has("dry-run") && flags.has("multirun"))
    throw new ConfigError(
      "validation",
      "--dry-run shows the plan of one run: it does not go with --multirun",
    );
}
