import { join } from "node:path";
import { JOURNAL_FILE } from "../../run/journal/event.js";
import { connect, locationOf } from "../connect.js";
import { DEFAULT_RETRY, type RetryPolicy } from "../retry.js";
import { TrackingError } from "../tracking-error.js";
import type { TrackingStore } from "../tracking-store.js";
import type { TrackingTarget } from "../uri.js";
import { type Counts, NOTHING } from "./counts.js";
import { journalIdentity } from "./journal-reader.js";
import { countLeft, type Left } from "./left.js";
import { DeliverySession } from "./session.js";
import { sweepParent } from "./sweep-parent.js";

export interface DeliveryOptions {
  readonly runDirectory: string;
  readonly target: TrackingTarget;
  /** Where credentials are read; the process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** How long a request is repeated; until it succeeds or the time of `finish` is up, when absent. */
  readonly retry?: RetryPolicy;
}

export interface FinishOptions {
  /** Longest time to wait for the store, milliseconds; may be Infinity. */
  readonly timeoutMs: number;
}

export interface DeliveryReport {
  /** Whether the store has everything: entries, files and the final status. */
  readonly complete: boolean;
  readonly delivered: Counts;
  readonly left: Left;
  readonly warnings: readonly string[];
  /** Address or folder of the store, without credentials. */
  readonly location: string;
  /** Why something is left. */
  readonly problem?: string;
  /** The run's page on a server, or its folder in a local store; absent when it never got there. */
  readonly place?: string;
}

/** Events that come close together go in one batch. */
const GATHER_MS = 1000;
/** After a failure that the client's own retries did not overcome. */
const PAUSE_MS = 15_000;
/** A run directory that cannot be read. */
const UNKNOWN: Left = { ...NOTHING, status: true };
/** While the run goes on there is no hurry: a request is repeated until it succeeds or the run's end cuts it short. */
const PATIENT: RetryPolicy = { ...DEFAULT_RETRY, budgetMs: Number.POSITIVE_INFINITY };

/**
 * Follows the journal of one run and tells MLflow. Never throws into the run and never lets it wait: `poke` returns
 * at once, `finish` within its time. What is left then is delivered by a later delivery of the same run directory.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #abort = new AbortController();
  #store: TrackingStore | undefined;
  #session: DeliverySession | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #poked = false;
  #finishing = false;
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Says that the journal has grown. */
  poke(): void {
    this.#poked = true;
    if (this.#running === undefined) this.#schedule(GATHER_MS);
  }

  /** Delivers what is left, waiting `timeoutMs` at most. Called once, when nothing more is written to the journal. */
  async finish(options: FinishOptions): Promise<DeliveryReport> {
    this.#finishing = true;
    clearTimeout(this.#timer);
    const { timeoutMs } = options;
    const deadline = Number.isFinite(timeoutMs)
      ? setTimeout(() => this.#abort.abort(), timeoutMs)
      : undefined;
    const problem = await this.#deliverRest().then(
      () => undefined,
      (error: unknown) => error,
    );
    clearTimeout(deadline);
    const report = await this.#report(problem);
    await this.#session?.stop();
    await this.#store?.close();
    return report;
  }

  #schedule(delay: number): void {
    if (this.#finishing || this.#stopped || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#deliverPoked().finally(() => {
        this.#running = undefined;
        if (this.#poked) this.#schedule(GATHER_MS);
      });
    }, delay);
    this.#timer.unref();
  }

  /** A failure here is no news: `finish` tries again and reports. */
  async #deliverPoked(): Promise<void> {
    this.#poked = false;
    try {
      await (await this.#openSession())?.deliverEvents();
    } catch (error) {
      if (error instanceof TrackingError && error.passing) this.#schedule(PAUSE_MS);
      else this.#stopped = true;
    }
  }

  async #deliverRest(): Promise<void> {
    await this.#running;
    const session = await this.#openSession();
    await session?.deliverAll();
  }

  /** Nothing is touched before the journal has its first event. */
  async #openSession(): Promise<DeliverySession | undefined> {
    if (this.#session) return this.#session;
    const { target, runDirectory, env, retry = PATIENT } = this.#options;
    const { signal } = this.#abort;
    const journal = await journalIdentity(join(runDirectory, JOURNAL_FILE));
    if (journal === "") return undefined;
    const store = this.#store ?? (await connect(target, { retry, signal, ...(env && { env }) }));
    this.#store = store;
    const parentOf = (directory: string) => sweepParent(directory, store, signal);
    this.#session = await DeliverySession.start({ store, runDirectory, journal, signal, parentOf });
    return this.#session;
  }

  async #report(problem: unknown): Promise<DeliveryReport> {
    const location = locationOf(this.#options.target);
    const left = await countLeft(this.#options.runDirectory, { location }).catch(() => UNKNOWN);
    const run = this.#session?.run;
    const why = left.status ? reasonOf(problem, this.#session) : undefined;
    return {
      complete: !left.status && left.params + left.tags + left.metrics === 0,
      delivered: this.#session?.delivered ?? NOTHING,
      left,
      warnings: [...(this.#session?.warnings ?? [])],
      location,
      ...(why !== undefined && { problem: why }),
      ...(run && this.#store && { place: this.#store.placeOf(run) }),
    };
  }
}

/** Delivers a run directory from where its last delivery stopped. Failures are in the report. */
export function deliver(options: DeliveryOptions & FinishOptions): Promise<DeliveryReport> {
  return new Delivery(options).finish(options);
}

function reasonOf(problem: unknown, session: DeliverySession | undefined): string {
  if (problem instanceof Error) return problem.message;
  if (session === undefined) return `there is no ${JOURNAL_FILE} with events`;
  return session.ended ? "some files could not be stored" : "the run has not ended";
}
