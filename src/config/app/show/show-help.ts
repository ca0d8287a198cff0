import type { Repository } from "../../defaults/repository.js";
import { ConfigError } from "../../error.js";
import type { ResolveContext } from "../../nodes/interpolation/context.js";
import { resolve, resolveAt } from "../../nodes/interpolation/resolve.js";
import type { MapNode } from "../../nodes/node.js";
import { pythonText } from "../../nodes/python-text.js";
import { dumpYaml } from "../../yaml/dump.js";
import type { Flag } from "../flags/flag.js";
import { configGroups } from "./config-groups.js";
import { fillTemplate } from "./fill-template.js";
import { shownPart } from "./shown-part.js";

export interface HelpSources {
  /** Composed, with its `hydra` node. */
  readonly config: MapNode;
  readonly context: ResolveContext;
  readonly repository: Repository;
  readonly flags: readonly Flag[];
  /** Show the config with its interpolations resolved. */
  readonly resolve?: boolean;
}

/**
 * @param kind `help` is the program's own help, `hydra_help` the one about flags.
 * @returns the text that the template `hydra.<kind>.template` makes of flags, groups and config.
 * @throws ConfigError (validation) for a template that cannot be filled; (interpolation).
 */
export function showHelp(kind: "help" | "hydra_help", sources: HelpSources): string {
  const { config, context, repository, flags } = sources;
  const template = resolveAt(config, `hydra.${kind}.template`, context);
  if (template === undefined)
    throw new ConfigError("missing_value", `hydra.${kind}.template has no value`, {
      key: `hydra.${kind}.template`,
    });
  const groups = [...configGroups(repository)].map(([group, options]) => ({
    isHydra: group === "hydra" || group.startsWith("hydra/"),
    line: `${group}: ${options.join(", ")}\n`,
  }));
  const linesOf = (isHydra: boolean) =>
    groups
      .filter((group) => group.isHydra === isHydra)
      .map(({ line }) => line)
      .join("");
  const shown = shownPart(config, kind === "help" ? "job" : "hydra");
  const values = new Map([
    ["FLAGS_HELP", flagLines(flags)],
    ["HYDRA_CONFIG_GROUPS", linesOf(true)],
    ["APP_CONFIG_GROUPS", linesOf(false)],
    ["CONFIG", dumpYaml(sources.resolve ? resolve(shown, context) : shown)],
  ]);
  return `${fillTemplate(pythonText(template), values)}\n`;
}

function flagLines(flags: readonly Flag[]): string {
  const lines = flags.map(
    ({ name, short, help }) => `--${name}${short === undefined ? "" : `,-${short}`} : ${help}`,
  );
  return [
    ...lines,
    "Overrides : key=value changes the config, +key=value adds to it, ~key deletes from it",
  ].join("\n");
}
