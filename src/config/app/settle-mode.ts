import type { MapNode } from "../nodes/node.js";
import { select } from "../nodes/select.js";
import { isHydraOverride, isSweepOverride } from "../overrides/override.js";
import { parseOverrides } from "../overrides/parse.js";

export type Mode = "RUN" | "MULTIRUN";

/** Composes a program's config, and tells its warnings. */
export interface ModeComposer {
  compose(overrides: readonly string[], how: { readonly mode: "multirun" }): { readonly config: MapNode };
  warn(message: string): void;
}

/**
 * Decides between one job and many: the command line's flag, or `hydra.mode` in a config or an override.
 * @param asked what the flags ask for.
 * @returns the mode, which becomes an override of its own, unless a config or an override sets it.
 */
export function settleMode(
  composer: ModeComposer,
  words: readonly string[],
  asked: Mode,
): { readonly mode: Mode; readonly overrides: readonly string[] } {
  const set = modeOf(composer, words);
  if (set === "RUN" && asked === "MULTIRUN")
    composer.warn("\n\tRunning Hydra app with --multirun, overriding with `hydra.mode=MULTIRUN`.");
  const mode = asked === "MULTIRUN" ? asked : (set ?? asked);
  return { mode, overrides: set === mode ? words : [...words, `hydra.mode=${mode}`] };
}

/** @returns the mode that a config or an override sets; undefined where none does, or nothing can be composed. */
function modeOf({ compose }: ModeComposer, overrides: readonly string[]): Mode | undefined {
  try {
    const plain = parseOverrides(overrides).filter((one) => !(isHydraOverride(one) && isSweepOverride(one)));
    const { config } = compose(
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
