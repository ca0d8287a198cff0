import { ConfigError, type ConfigErrorDetails } from "../error.js";
import { didYouMean } from "../nearest-name.js";
import { choiceName, configPath, groupPath, overrideKey, type PlacedItem } from "./placed-item.js";
import type { Repository } from "./repository.js";
import { describeSource } from "./source.js";

/** @returns the error for a config that no source has: the options of its group, the nearest name, the search path. */
export function notFound(repo: Repository, item: PlacedItem, parent: PlacedItem | undefined): ConfigError {
  const path = configPath(item);
  const options = item.group === undefined ? [] : repo.options(groupPath(item));
  let message = `Could not load '${path}'.\n`;
  if (item.primary)
    message = `Cannot find primary config '${path}'. Check that it's in your config search path.\n`;
  else if (item.group !== undefined) message = `Could not find '${path}'\n`;
  if (options.length > 0) message += `\nAvailable options in '${groupPath(item)}':\n${indent(options)}`;
  if (parent !== undefined) message = `In '${configPath(parent)}': ${message}`;
  message += `\nConfig search path:\n${indent(repo.sources.map(describeSource))}`;
  const near = didYouMean(choiceName(item) ?? "", repo.options(groupPath(item)));
  return new ConfigError("missing_config", message + near, whereOf(item));
}

/** @returns the error for a group whose option was left at `???`. */
export function optionNeeded(repo: Repository, item: PlacedItem): ConfigError {
  if (item.group === undefined)
    return new ConfigError(
      "composition",
      `Missing ConfigDefault is not supported : ${configPath(item)}`,
      whereOf(item),
    );
  const key = overrideKey(item);
  const options = indent(repo.options(groupPath(item)));
  const message = `You must specify '${key}', e.g, ${key}=<OPTION>\nAvailable options:\n${options}`;
  return new ConfigError("composition", message, whereOf(item));
}

function whereOf({ origin }: PlacedItem): ConfigErrorDetails {
  return origin === undefined ? {} : { origin };
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `\t${line}`).join("\n");
}
