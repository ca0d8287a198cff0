import type { SearchPathEntry } from "../composition.js";
import { ConfigError } from "../error.js";
import type { ResolveContext } from "../nodes/interpolation/context.js";
import { resolveAt } from "../nodes/interpolation/resolve.js";
import type { ConfigNode } from "../nodes/node.js";
import { pythonText } from "../nodes/python-text.js";
import type { Override } from "../overrides/override.js";
import { inputValueText, keyElement } from "../overrides/text.js";
import type { OverrideValue } from "../overrides/value.js";
import type { Repository } from "./repository.js";

/**
 * @returns the folders that `hydra.searchpath` adds: the command line's, else the primary config's.
 * @throws ConfigError (composition) when it is not a list of strings.
 */
export function addedSearchPath(
  repo: Repository,
  configName: string | null,
  overrides: readonly Override[],
  context: ResolveContext,
): SearchPathEntry[] {
  const primary = configName === null ? undefined : repo.load(configName)?.node;
  if (primary !== undefined && primary.kind !== "map")
    throw refuse(`primary config '${configName}' must be a DictConfig, got ListConfig`);
  const override = overrides.find((candidate) => keyElement(candidate) === "hydra.searchpath");
  if (override?.value !== undefined && override.value.kind !== "null") {
    const got = inputValueText(override) ?? "";
    return entries("hydra.searchpath in command-line", pathsOfOverride(override.value), got);
  }
  const node = primary?.entries.has("hydra") ? resolveAt(primary, "hydra.searchpath", context) : undefined;
  if (node === undefined || node.kind === "null") return [];
  return entries("hydra.searchpath in main", pathsOfNode(node), pythonText(node));
}

function entries(provider: string, paths: readonly (string | undefined)[], got: string): SearchPathEntry[] {
  return paths.map((path) => {
    if (path === undefined) throw refuse(`hydra.searchpath must be a list of strings. Got: ${got}`);
    return { provider, path };
  });
}

function pathsOfOverride(value: OverrideValue): (string | undefined)[] {
  if (value.kind !== "list") return [undefined];
  return value.items.map((item) => (item.kind === "str" ? item.value : undefined));
}

function pathsOfNode(node: ConfigNode): (string | undefined)[] {
  if (node.kind !== "list") return [undefined];
  return node.items.map((item) => (item.kind === "str" ? item.value : undefined));
}

function refuse(message: string): ConfigError {
  return new ConfigError("composition", message);
}
