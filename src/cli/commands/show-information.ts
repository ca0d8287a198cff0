import { INFO_KINDS } from "../../config/app/flags/hydra-flags.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { UsageError } from "../../config/app/flags/usage-error.js";
import { showInfo } from "../../config/app/show/show-info.js";
import { type Configs, openConfigs } from "../config/open-configs.js";
import { textFlag } from "../text-flag.js";
import type { World } from "../world.js";

/** @returns what `--info` prints. @throws ConfigError as `compose`; UsageError for several keys. */
export async function showInformation({ flags, words }: Arguments, world: World): Promise<string> {
  const configs = openConfigs(flags, world);
  const kind = INFO_KINDS.find((name) => name === textFlag(flags, "info"));
  if (kind === undefined) return originsText(configs, words, world);
  const lines: string[] = [];
  showInfo(
    kind,
    () => configs.compose(words),
    (text) => void lines.push(`${text}\n`),
  );
  return lines.join("");
}

/** A word that is no override is the key that is asked for. */
async function originsText(configs: Configs, words: readonly string[], { cwd }: World): Promise<string> {
  const { listOrigins } = await import("../../config/origins/list-origins.js");
  const { printOrigins } = await import("../../config/origins/print-origins.js");
  const isOverride = (word: string) => word.includes("=") || word.startsWith("~");
  const [key = "", second] = words.filter((word) => !isOverride(word));
  if (second !== undefined)
    throw new UsageError(`--info origins takes one key, not '${key}' and '${second}'`);
  const { config, job } = configs.compose(words.filter(isOverride));
  const part = key === "hydra" || key.startsWith("hydra.") ? config : job;
  return printOrigins(listOrigins(part, key, { cwd, defaultsFile: configs.defaultsFile }));
}
