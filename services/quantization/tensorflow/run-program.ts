import type { Readable } from "node:stream";
import { execa } from "execa";

export interface Ended {
  /** Undefined for a program that could not be started. */
  readonly code: number | undefined;
  /** The last of what it printed; all of it up to a million characters. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Much more than TensorFlow says of a failure. */
const KEPT = 1_000_000;

/**
 * Runs a program to its end; it ends with the signal.
 * @throws the signal's reason when that ended it.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<Ended> {
  const running = execa(program, args, {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    buffer: false,
    cancelSignal: signal,
    forceKillAfterDelay: 2_000,
  });
  const [stdout, stderr] = [tailOf(running.stdout), tailOf(running.stderr)];
  const { exitCode } = await running;
  signal.throwIfAborted();
  return { code: exitCode, stdout: stdout(), stderr: stderr() };
}

/** @returns what gives the end of what has come so far */
function tailOf(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    if (text.length > 2 * KEPT) text = text.slice(-KEPT);
  });
  return () => text.slice(-KEPT);
}
