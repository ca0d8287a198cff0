import { startWatchdog, type Watchdog } from "../watchdog.js";
import { HostPool } from "./host-pool.js";
import { runStage, type StageJob, type StageOutcome } from "./run-stage.js";

/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 3000;

export interface StageRunnerOptions {
  /** What the processes' environment starts from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly graceMs?: number;
  readonly now?: () => number;
}

/** Runs stages, of one run or of many: they share warm processes and one watchdog. */
export class StageRunner {
  readonly #options: StageRunnerOptions;
  readonly #hosts = new HostPool();
  #watchdog: Watchdog | undefined;

  constructor(options: StageRunnerOptions) {
    this.#options = options;
  }

  /** @throws a system error when the stage's directory cannot be written. */
  run(job: StageJob): Promise<StageOutcome> {
    const { env, graceMs = GRACE_MS, now = Date.now } = this.#options;
    this.#watchdog ??= startWatchdog();
    return runStage(job, { env, graceMs, now, hosts: this.#hosts, watchdog: this.#watchdog });
  }

  /** Ends the warm processes and the watchdog. */
  async close(): Promise<void> {
    await this.#hosts.close();
    this.#watchdog?.close();
    this.#watchdog = undefined;
  }
}
