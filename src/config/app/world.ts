import { openStdout } from "./open-stdout.js";
import { outlive } from "./outlive.js";

/** Where text goes: a stream of the process, or what a test stands in for it. */
export interface TextSink {
  write(text: string): unknown;
}

/** What a program touches of its process. */
export interface World {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly now: () => Date;
}

/** @returns the process's own world, with what is given in its place. */
export function openWorld(given: Partial<World>): World {
  return {
    cwd: given.cwd ?? process.cwd(),
    env: given.env ?? process.env,
    stdout: given.stdout ?? openStdout(),
    stderr: given.stderr ?? { write: (text) => outlive(process.stderr).write(text) },
    now: given.now ?? (() => new Date()),
  };
}
