import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageRoot } from "../../chain/package-root.js";
import { ConfigError } from "../../config/error.js";
import { nearestName } from "../../schema/problem.js";

/** The name that is looked for when none is given, as in the model zoo. */
const DEFAULT_NAME = "user_config";
const EXAMPLES = "config_file_examples";

export interface LocatedConfig {
  /** Absolute folder of the primary configuration. */
  readonly folder: string;
  /** As Hydra takes it: without its ending, perhaps with sub-folders before it. */
  readonly name: string;
}

export interface ConfigWish {
  readonly configPath?: string;
  readonly configName?: string;
  readonly cwd: string;
}

/**
 * @returns where the primary configuration is: in the folder that was named, or else in the first of the current
 *   folder, `./config_file_examples` and the examples shipped that has it.
 * @throws ConfigError (missing_config) that lists where was looked and which names there are.
 */
export function locateConfig({ configPath, configName = DEFAULT_NAME, cwd }: ConfigWish): LocatedConfig {
  const name = configName.replace(/\.ya?ml$/, "");
  const folders = configPath === undefined ? searched(cwd) : [resolve(cwd, configPath)];
  if (configPath !== undefined && !isFolder(folders[0] ?? "")) throw noFolder(configPath, folders[0] ?? "");
  const folder = folders.find((candidate) => hasConfig(candidate, name));
  if (folder === undefined) throw noConfig(name, folders);
  return { folder, name };
}

/** @returns the folders that are searched when none is named. */
function searched(cwd: string): string[] {
  return [...new Set([cwd, join(cwd, EXAMPLES), join(packageRoot(), EXAMPLES)])];
}

function hasConfig(folder: string, name: string): boolean {
  return existsSync(join(folder, `${name}.yaml`));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function noFolder(configPath: string, folder: string): ConfigError {
  const message = `Primary config directory not found: --config-path ${configPath}`;
  return new ConfigError("missing_config", `${message}\nThere is no folder ${folder}`);
}

function noConfig(name: string, folders: readonly string[]): ConfigError {
  const present = [...new Set(folders.filter(isFolder).flatMap(configNames))].sort();
  const near = nearestName(name, present);
  const lines = [
    ...(near === undefined ? [] : [`Did you mean '${near}'?`]),
    `Searched in: ${folders.join(", ")}`,
    ...(present.length === 0 ? [] : [`There are: ${present.join(", ")}`]),
  ];
  return new ConfigError("missing_config", [`Cannot find primary config '${name}'.`, ...lines].join("\n"));
}

function configNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length));
}
