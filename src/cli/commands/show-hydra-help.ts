import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { showHelp } from "../../config/app/show/show-help.js";
import { compose, openRepository } from "../../config/compose.js";
import { resolveContext } from "../../config/resolve-context.js";
import { FLAGS } from "../flags.js";
import type { World } from "../world.js";

/** @returns what `--hydra-help` prints: the flags and Hydra's own config groups. No configuration is read. */
export function showHydraHelp({ words }: Arguments, { cwd, env }: World): string {
  const options = { searchPath: [], configName: null, overrides: words, cwd, env };
  const { config } = compose(options);
  return showHelp("hydra_help", {
    config,
    context: resolveContext({ env }),
    repository: openRepository(options),
    flags: FLAGS,
  });
}
