import { main } from "./main.js";
import { perform } from "./perform.js";
import { processWorld } from "./start/process-world.js";
import type { World } from "./world.js";

/**
 * Does what `stm32ai_main` with these words does, in this process: a run, a sweep, a command, or what is only shown.
 *
 * @param argv the words after the program's name
 * @param world where it stands and writes; what is absent is the process's own
 * @returns the exit code: 0, 1 for a wrong configuration or a failed stage, 2 for wrong flags, 130 when interrupted.
 *   Nothing is thrown: what is wrong is told on `stderr`.
 */
export async function runProgram(
  argv: readonly string[],
  world: Partial<Omit<World, "argv">> = {},
): Promise<number> {
  const whole: World = { ...processWorld(), ...world, argv };
  return main(whole, { show: (text) => void whole.stdout.write(text), perform: async () => perform });
}
