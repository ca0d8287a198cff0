/** A process of a service: its own process group, guarded by the watchdog, stopped as a whole. */
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import type { Watchdog } from "../watchdog.js";

/** How a process ended; `notStarted` is why it never ran. */
export interface Exit {
  readonly code?: number;
  readonly signal?: string;
  readonly notStarted?: string;
}

/** Where the process runs and how much patience there is. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly watchdog: Watchdog;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
}

/** A grandchild that left the group may keep the output open: the last lines are not awaited longer than this. */
const OUTPUT_PATIENCE_MS = 200;

export class StageProcess {
  readonly #child;
  readonly #graceMs: number;
  /** When the process has ended, nothing of its group is left and its output has been read. */
  readonly exited: Promise<Exit>;
  /** Takes stdout and stderr, in the order in which they arrive. */
  onOutput: (bytes: Uint8Array) => void = () => {};

  constructor(command: readonly string[], { cwd, env, watchdog, graceMs }: Surroundings) {
    const [program = "", ...args] = command;
    const child = execa(program, args, {
      cwd,
      env,
      extendEnv: false,
      detached: true,
      cleanup: false,
      buffer: false,
      reject: false,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#child = child;
    this.#graceMs = graceMs;
    if (child.pid !== undefined) watchdog.guard(child.pid);
    child.stdout.on("data", (bytes: Uint8Array) => this.onOutput(bytes));
    child.stderr.on("data", (bytes: Uint8Array) => this.onOutput(bytes));
    // A process that dies closes its stdin: that is seen by its exit.
    child.stdin.on("error", () => {});
    this.exited = this.#awaitExit(watchdog);
  }

  /** The process's id, which is its group's too; undefined when it did not start. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Appends a line to the process's stdin. */
  writeLine(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Ends the process's stdin. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Ends the process's stdin, which ends a server, and stops it when it goes on. */
  async finish(): Promise<void> {
    this.endInput();
    if (!(await this.#endsInTime())) await this.stop();
  }

  /** Asks the whole group to stop, and kills what is left of it after the grace. */
  async stop(): Promise<Exit> {
    this.#signalGroup("SIGTERM");
    if (!(await this.#endsInTime())) this.#signalGroup("SIGKILL");
    return this.exited;
  }

  async #endsInTime(): Promise<boolean> {
    const timer = new AbortController();
    const late = delay(this.#graceMs, false, { signal: timer.signal }).catch(() => false);
    const isInTime = await Promise.race([this.exited.then(() => true), late]);
    timer.abort();
    return isInTime;
  }

  async #awaitExit(watchdog: Watchdog): Promise<Exit> {
    const ended = this.#child.then(({ exitCode, signal, shortMessage, cause }) =>
      exitCode === undefined && signal === undefined
        ? { notStarted: cause instanceof Error ? cause.message : (shortMessage ?? "unknown reason") }
        : {
            ...(exitCode === undefined ? {} : { code: exitCode }),
            ...(signal === undefined ? {} : { signal }),
          },
    );
    const seen = new Promise<Exit>((resolve) => {
      this.#child.once("exit", (code, signal) =>
        resolve({ ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }) }),
      );
    });
    const exit = await Promise.race([seen, ended]);
    // A stage that has ended leaves nothing running.
    this.#signalGroup("SIGKILL");
    if (this.pid !== undefined) watchdog.release(this.pid);
    await Promise.race([ended, delay(OUTPUT_PATIENCE_MS, undefined, { ref: false })]);
    return exit;
  }

  #signalGroup(signal: "SIGTERM" | "SIGKILL"): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      // The group is empty; macOS says EPERM when only zombies are left.
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== "ESRCH" && code !== "EPERM") throw error;
    }
  }
}
