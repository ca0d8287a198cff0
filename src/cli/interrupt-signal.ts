const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that is aborted when the user or the system asks the program to stop. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Leaves the process as it was. */
  release(): void;
}

/** Listens for Ctrl-C and its like. The first asks to stop; a second one ends the program at once. */
export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  const release = () => {
    for (const name of SIGNALS) process.off(name, stop);
  };
  const stop = () => {
    controller.abort();
    release();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, release };
}
