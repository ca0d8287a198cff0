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
  if (given.stdout === undefined && process.stdout.listenerCount("error") === 0)
    process.stdout.on("error", ignoreClosedPipe);
  return {
    cwd: given.cwd ?? process.cwd(),
    env: given.env ?? process.env,
    stdout: given.stdout ?? process.stdout,
    stderr: given.stderr ?? process.stderr,
    now: given.now ?? (() => new Date()),
  };
}

/** Who reads may stop reading (`my_app | head`); the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
