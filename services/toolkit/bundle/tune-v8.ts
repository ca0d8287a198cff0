import { setV8Flag } from "./set-v8-flag.js";

/** Bytes of bytecode that a function runs before V8 thinks of optimizing it; 132 KB in V8 11.3. Later ones count calls. */
const LONG_RUNNING = 1_000_000;
/** The same of a WebAssembly function, in its own bytes; 1.8 MB in V8 11.3, 13 MB in 12.4. */
const LONG_RUNNING_WASM = 40_000_000;

/**
 * Tunes V8 for a process of seconds whose long loops are in native code. On threads beside it V8 optimizes functions
 * that have done most of their work by then, and marks a heap of a few megabytes each time that photos have passed
 * through; both cost more than they bring, a fifteenth of the CPU of a quantization. Of LiteRT's WebAssembly it would
 * check all 9 MB, and optimize hundreds of functions that run for milliseconds: half the CPU of an evaluation of 32
 * images. Called before compiled code is loaded: V8 takes none that was made under other flags.
 */
export function tuneForNativeWork(): void {
  setV8Flag(`--interrupt-budget=${LONG_RUNNING}`, 11);
  setV8Flag("--no-concurrent-marking");
  setV8Flag("--no-incremental-marking");
  setV8Flag(`--wasm-tiering-budget=${LONG_RUNNING_WASM}`);
  // A function is checked before it first runs.
  setV8Flag("--wasm-lazy-validation");
}
