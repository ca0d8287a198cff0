import { loadServices } from "../../chain/load-services.js";
import { operationModes } from "../../chain/operation-modes.js";
import { configGroups } from "../config/config-groups.js";
import { searched } from "../config/locate-config.js";
import { COMMANDS, OPTIONS, type Option } from "../options.js";
import type { Paint } from "../screen/paint.js";

/** @returns the help: flags, commands, operation modes, and the config groups that are in reach. */
export function showHelp(cwd: string, configPath: string | undefined, paint: Paint): string {
  const sections = [
    `${paint("bold", "stm32ai_main")} quantizes, evaluates and benchmarks neural networks for STM32.`,
    "Usage: stm32ai_main [--config-path DIR] [--config-name NAME] [key=value …]",
    section("Flags", OPTIONS.map(flagRow), paint),
    section(
      "Commands",
      COMMANDS.map(({ usage, help }) => [usage, help]),
      paint,
    ),
    section("Operation modes (operation_mode=…)", modeRows(), paint),
    section("Configuration groups (group=option)", groupRows(cwd, configPath), paint),
    "Overrides, as in Hydra: key=value changes, +key=value adds, ++key=value does either, ~key deletes.",
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

type Row = readonly [string, string];

function section(title: string, rows: readonly Row[], paint: Paint): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([name]) => name.length));
  return [paint("bold", title), ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)].join("\n");
}

function flagRow({ name, short, value, choices, help }: Option): Row {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return [value === undefined ? names : `${names} ${choices?.join("|") ?? value}`, help];
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

function groupRows(cwd: string, configPath: string | undefined): Row[] {
  const folders = configPath === undefined ? searched(cwd) : [configPath];
  const groups = folders.map(configGroups).find((found) => found.size > 0) ?? new Map<string, string[]>();
  return [...groups].map(([group, options]) => [group, options.join(", ")]);
}
