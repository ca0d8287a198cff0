import { setV8Flag } from "../../../services/toolkit/bundle/set-v8-flag.js";

/** Ways on which an MLflow server may be told. */
const TELLING = new Set(["run", "multirun", "experimental-rerun", "sync"]);

/**
 * Leaves this process's WebAssembly as V8 compiles it first. All there is of it is undici's HTTP parser: to optimize
 * that for the few answers of a run costs Node 20 a quarter of a second of CPU, more than all else that is done for an
 * MLflow server. Called before compiled code is loaded: V8 takes none that was made under other flags.
 */
export function keepWasmPlain(way: string): void {
  if (TELLING.has(way)) setV8Flag("--liftoff-only");
}
