import { setTimeout as sleep } from "node:timers/promises";
import { TrackingError } from "./tracking-error.js";

export interface RetryPolicy {
  /** Stop repeating when this much time has passed, milliseconds; `Infinity` leaves it to the signal. */
  readonly budgetMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** How often at most to repeat; unlimited within the budget when absent. */
  readonly maxRepeats?: number;
  /** Whether the server's Retry-After says nothing. */
  readonly ignoreRetryAfter?: boolean;
}

/** The longest that a server may make us wait, whatever its Retry-After says: ten minutes. */
const LONGEST_WAIT_MS = 600_000;

/** A budget beyond a minute: a restarted MLflow 3 was seen to need 35 s on a loaded machine. */
export const DEFAULT_RETRY: RetryPolicy = { budgetMs: 120_000, firstDelayMs: 250, longestDelayMs: 8000 };

/**
 * Repeats `attempt` while it fails with a passing TrackingError, with exponential back-off and jitter, honouring the
 * server's Retry-After.
 * @throws the last error of `attempt`; TrackingError `aborted` when the signal fires while waiting
 */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = performance.now() + policy.budgetMs;
  const mostRepeats = policy.maxRepeats ?? Number.POSITIVE_INFINITY;
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TrackingError) || !error.passing) throw error;
      if (repeats >= Math.min(error.maxRepeats, mostRepeats)) throw error;
      const wait = policy.ignoreRetryAfter ? 0 : error.retryAfterMs;
      const delay = delayBefore(repeats, policy, wait);
      if (performance.now() + delay > deadline) throw error;
      await pause(delay, error, signal);
    }
  }
}

/** @returns milliseconds to wait before repeat number `repeats` (from 0): doubling, with up to half of it random. */
export function delayBefore(repeats: number, policy: RetryPolicy, retryAfterMs = 0): number {
  const full = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** repeats);
  return Math.max(Math.min(retryAfterMs, LONGEST_WAIT_MS), full * (0.5 + Math.random() / 2));
}

async function pause(delay: number, cause: TrackingError, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(delay, undefined, { ref: true, ...(signal && { signal }) });
  } catch {
    throw new TrackingError(cause.message, { code: "aborted", passing: true, maxRepeats: 0, cause });
  }
}
