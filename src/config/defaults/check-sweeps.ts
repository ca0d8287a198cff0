import { ConfigError } from "../error.js";
import { isHydraOverride, isSweepOverride, type Override, valueType } from "../overrides/override.js";

export interface SweepRules {
  readonly mode: "run" | "multirun";
  /** Whether the hint shows quotes as a shell needs them. */
  readonly from: "shell" | "code";
}

/** @throws ConfigError (composition) for a sweep outside a multirun, or over Hydra's own config in one. */
export function checkSweeps(overrides: readonly Override[], { mode, from }: SweepRules): void {
  for (const override of overrides) {
    if (!isSweepOverride(override)) continue;
    if (mode === "run") throw refuse(override, notInRun(override, from));
    if (isHydraOverride(override))
      throw refuse(override, `Sweeping over Hydra's configuration is not supported : '${override.text}'`);
  }
}

function notInRun(override: Override, from: SweepRules["from"]): string {
  if (valueType(override) !== "simple_choice_sweep")
    return `Sweep parameters '${override.text}' requires --multirun`;
  const quote = from === "shell" ? "\\'" : "'";
  return [
    `Ambiguous value for argument '${override.text}'`,
    "1. To use it as a list, use key=[value1,value2]",
    `2. To use it as string, quote the value: key=${quote}value1,value2${quote}`,
    "3. To sweep over it, add --multirun to your command line",
  ].join("\n");
}

function refuse({ text, at }: Override, message: string): ConfigError {
  const column = (at.value ?? at.key) + 1;
  return new ConfigError("composition", message, { origin: { type: "override", text, column } });
}
