import { resolve } from "node:path";
import { earlierConfig } from "../../config/app/earlier-config.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import type { MapNode } from "../../config/nodes/node.js";
import { pythonText } from "../../config/nodes/python-text.js";
import { select } from "../../config/nodes/select.js";
import { configurationOf } from "../config/configuration.js";
import { ConfigurationProblems } from "../config/configuration-problems.js";
import { openConfigs } from "../config/open-configs.js";
import { prepareRun } from "../config/prepare-run.js";
import type { World } from "../world.js";
import { runChain } from "./run-chain.js";

/**
 * Runs the chain with the configuration that an earlier run wrote, in the same directory: nothing is composed.
 * @param path what `earlierConfig` takes, absolute or from where the user stands.
 * @returns the exit code.
 * @throws ConfigError (missing_config) where there is no earlier run; ConfigurationProblems.
 */
export async function rerun(path: string, { words }: Arguments, world: World): Promise<number> {
  const config = earlierConfig(resolve(world.cwd, path), path);
  if (words.length > 0)
    world.stderr.write(`--experimental-rerun takes no overrides; ignored: ${words.join(" ")}\n`);
  const flags = new Map(earlierFlags(config));
  const configuration = configurationOf(openConfigs(flags, world), config);
  const prepared = await prepareRun(configuration, world);
  if (prepared.unavailable.length > 0) throw new ConfigurationProblems(prepared.unavailable);
  const command = ["stm32ai_main", ...world.argv];
  return runChain({ flags, command, configuration, prepared, world }, ["hydra.runtime.output_dir"]);
}

/** Where the earlier run had its configuration, which `config_dir` still means. */
function* earlierFlags(config: MapNode): Generator<readonly [string, string]> {
  const name = select(config, "hydra.job.config_name");
  if (name?.kind === "str") yield ["config-name", name.value];
  const sources = select(config, "hydra.runtime.config_sources");
  const main = sources?.kind === "list" && sources.items.find((item) => isMain(select(item, "provider")));
  const folder = main ? select(main, "path") : undefined;
  if (folder !== undefined) yield ["config-path", pythonText(folder)];
}

function isMain(provider: ReturnType<typeof select>): boolean {
  return provider?.kind === "str" && provider.value === "main";
}
