/** Whole-process figures of commands, taken in turn so that a noisy machine disturbs all of them alike. */
import { spawnSync } from "node:child_process";

export interface Command {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Set for it beside the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Figure {
  readonly name: string;
  /** Median of user + system CPU seconds, children included. */
  readonly cpu: number;
  /** Median of elapsed seconds. */
  readonly wall: number;
}

const TIMED = 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null 2>/dev/null';

/**
 * @returns the medians of each command over `rounds` rounds of A B C A B C …, after one round that is not counted.
 * @throws Error when a command fails.
 */
export function measure(commands: readonly Command[], rounds: number): Figure[] {
  const samples = commands.map(() => ({ cpu: [] as number[], wall: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, command] of commands.entries()) {
      const { cpu, wall } = timeOnce(command);
      if (round === 0) continue;
      samples[index]?.cpu.push(cpu);
      samples[index]?.wall.push(wall);
    }
  }
  return commands.map(({ name }, index) => ({
    name,
    cpu: median(samples[index]?.cpu ?? []),
    wall: median(samples[index]?.wall ?? []),
  }));
}

function timeOnce(command: Command): { cpu: number; wall: number } {
  const { name, argv, cwd } = command;
  const options = { encoding: "utf8", cwd, env: environmentOf(command) } as const;
  const { status, stderr } = spawnSync("bash", ["-c", TIMED, "bench", ...argv], options);
  if (status !== 0) throw new Error(`${name} ended with exit code ${status}: ${argv.join(" ")}`);
  const [user = 0, system = 0, wall = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { cpu: user + system, wall };
}

/**
 * @returns what a command is started with. Node reads extra certificates at each start, for 0.1 s of CPU, whatever the
 *   program: that is not what is measured.
 */
export function environmentOf({ env }: Command): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS, ...others } = process.env;
  return { ...others, ...env };
}

/** @returns the middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] =
    sorted.length % 2 ? [sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

/** @returns a Markdown table of figures, with each one's ratio to the last. */
export function markdownTable(figures: readonly Figure[]): string {
  const base = figures.at(-1)?.cpu ?? Number.NaN;
  const rows = figures.map(({ name, cpu, wall }) => {
    return `| ${name} | ${cpu.toFixed(3)} | ${wall.toFixed(3)} | ${(cpu / base).toFixed(2)} |`;
  });
  return ["| | CPU s | wall s | CPU ratio |", "| --- | ---: | ---: | ---: |", ...rows].join("\n");
}
