import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { type ConfigShown, showConfig } from "../../config/app/show/show-config.js";
import { CliError } from "../cli-error.js";
import { configurationOf } from "../config/configuration.js";
import { openConfigs } from "../config/open-configs.js";
import { textFlag } from "../text-flag.js";
import type { World } from "../world.js";

/**
 * @returns what `--cfg` prints; with `--explain`, where each value comes from.
 * @throws CliError when there is nothing under the package; ConfigError as `compose`.
 */
export async function showConfiguration({ flags, words }: Arguments, world: World): Promise<string> {
  const configs = openConfigs(flags, world);
  const { config, context } = configurationOf(configs, configs.compose(words).config);
  const asked = textFlag(flags, "cfg");
  const part = asked === "hydra" || asked === "all" ? asked : "job";
  const within = textFlag(flags, "package");
  const shown: ConfigShown = {
    part,
    resolve: flags.has("resolve"),
    ...(within !== undefined && { package: within }),
  };
  const places = { cwd: world.cwd, defaultsFile: configs.defaultsFile };
  const dump = flags.has("explain")
    ? (await import("../../config/origins/explain-yaml.js")).explainYaml
    : undefined;
  const text = showConfig(config, { ...shown, ...(dump && { dump: (node) => dump(node, places) }) }, context);
  if (text === undefined) throw new CliError(`package '${within}' not found in config`);
  return text;
}
