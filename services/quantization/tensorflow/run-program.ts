import { execa } from "execa";

export interface Ended {
  /** Undefined for a program that could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Much more than TensorFlow says; the end is what counts. */
const MAX_OUTPUT = 1_000_000;

/**
 * Runs a program to its end; it ends with the signal.
 * @throws the signal's reason when that ended it.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(program, args, {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    cancelSignal: signal,
    forceKillAfterDelay: 2_000,
    maxBuffer: MAX_OUTPUT,
  });
  signal.throwIfAborted();
  return { code: exitCode, stdout, stderr };
}
