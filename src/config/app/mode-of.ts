import { select } from "../nodes/select.js";
import { isHydraOverride, isSweepOverride } from "../overrides/override.js";
import { parseOverrides } from "../overrides/parse.js";
import type { Program } from "./program.js";

/** @returns the mode that a config or an override sets; undefined where none does, or nothing can be composed. */
export function modeOf(program: Program, overrides: readonly string[]): "RUN" | "MULTIRUN" | undefined {
  try {
    const plain = parseOverrides(overrides).filter((one) => !(isHydraOverride(one) && isSweepOverride(one)));
    const { config } = program.compose(
      plain.map(({ text }) => text),
      { mode: "multirun" },
    );
    const mode = select(config, "hydra.mode");
    return mode?.kind === "str" && (mode.value === "RUN" || mode.value === "MULTIRUN")
      ? mode.value
      : undefined;
  } catch {
    // What cannot be composed is told when it is composed to be run.
    return undefined;
  }
}
