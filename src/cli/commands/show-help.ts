import { loadServices } from "../../chain/load-services.js";
import { operationModes } from "../../chain/operation-modes.js";
import type { Flag } from "../../config/app/flags/flag.js";
import type { Arguments } from "../../config/app/flags/parse-arguments.js";
import { configGroups } from "../../config/app/show/config-groups.js";
import { ConfigError } from "../../config/error.js";
import { COMMANDS } from "../command.js";
import { openConfigs } from "../config/open-configs.js";
import { FLAGS } from "../flags.js";
import { type Paint, painter } from "../screen/paint.js";
import type { World } from "../world.js";

/** @returns the help: flags, commands, operation modes, and the config groups that are in reach. */
export function showHelp({ flags }: Arguments, world: World): string {
  const paint = painter(world.stdout, world.env);
  const sections = [
    `${paint("bold", "stm32ai_main")} quantizes, evaluates and benchmarks neural networks for STM32.`,
    "Usage: stm32ai_main [--config-path DIR] [--config-name NAME] [key=value …]",
    section("Flags", FLAGS.map(flagRow), paint),
    section(
      "Commands",
      Object.values(COMMANDS).map(({ usage, help }) => [usage, help]),
      paint,
    ),
    section("Operation modes (operation_mode=…)", modeRows(), paint),
    section("Configuration groups (group=option)", groupRows(flags, world), paint),
    "Overrides, as in Hydra: key=value changes, +key=value adds, ++key=value does either, ~key deletes.\nWith --multirun, key=a,b runs a job for each value.",
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

type Row = readonly [string, string];

function section(title: string, rows: readonly Row[], paint: Paint): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([name]) => name.length));
  return [paint("bold", title), ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)].join("\n");
}

function flagRow({ name, short, value, choices, help }: Flag): Row {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const isShort = (choices?.length ?? 0) <= 3;
  return [value === undefined ? names : `${names} ${(isShort && choices?.join("|")) || value}`, help];
}

function modeRows(): Row[] {
  const services = loadServices(undefined);
  if (!services.ok) return [];
  const modes = operationModes(services.value, undefined);
  if (!modes.ok) return [];
  return [...modes.value].map(([name, chain]) => {
    const [only] = chain;
    const alone = chain.length === 1 && only !== undefined ? services.value.get(only)?.summary : undefined;
    return [name, alone ?? chain.join(" → ")];
  });
}

/** A configuration that is not there, or cannot be read, has no groups to tell of: the help comes all the same. */
function groupRows(flags: Arguments["flags"], world: World): Row[] {
  try {
    const groups = [...configGroups(openConfigs(flags, world).repository([]))];
    return groups
      .filter(([group]) => group !== "hydra" && !group.startsWith("hydra/"))
      .map(([group, options]) => [group, options.join(", ")]);
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
