import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode that a function runs before V8 thinks of optimizing it; 132 KB in V8 11.3. */
const LONG_RUNNING = 1_000_000;

/**
 * Tunes V8 for a process of seconds whose long loops are in native code. On threads beside it V8 optimizes functions
 * that have done most of their work by then, and marks a heap of a few megabytes each time that photos have passed
 * through; both cost more than they bring, a fifteenth of the CPU of a quantization. Called before compiled code is
 * loaded: V8 takes none that was made under other flags.
 */
export function tuneForNativeWork(): void {
  setFlagsFromString(`--interrupt-budget=${LONG_RUNNING}`);
  setFlagsFromString("--no-concurrent-marking");
  setFlagsFromString("--no-incremental-marking");
}
