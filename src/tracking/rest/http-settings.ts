import type { RetryPolicy } from "../retry.js";
import { TrackingError } from "../tracking-error.js";

export interface HttpSettings {
  /** How long to wait for an answer, milliseconds. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

/** As MLflow's Python client waits for an answer. */
const TIMEOUT_S = 120;

/**
 * @returns how requests are waited for and repeated: MLFLOW_HTTP_REQUEST_TIMEOUT, _MAX_RETRIES and _BACKOFF_FACTOR
 * (seconds) and MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER, where they are set, over `retry`
 * @throws TrackingError `invalid_value` for a value that is none
 */
export function httpSettings(env: NodeJS.ProcessEnv, retry: RetryPolicy): HttpSettings {
  const maxRepeats = numberOf(env, "MLFLOW_HTTP_REQUEST_MAX_RETRIES");
  const backoff = numberOf(env, "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR");
  const timeout = numberOf(env, "MLFLOW_HTTP_REQUEST_TIMEOUT") ?? TIMEOUT_S;
  return {
    timeoutMs: timeout * 1000,
    retry: {
      ...retry,
      ...(maxRepeats !== undefined && { maxRepeats }),
      ...(backoff !== undefined && { firstDelayMs: backoff * 1000 }),
      ...(booleanOf(env, "MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER") === false && { ignoreRetryAfter: true }),
    },
  };
}

/** @returns the variable's value; undefined when it is not set. @throws TrackingError `invalid_value` */
export function booleanOf(env: NodeJS.ProcessEnv, name: string): boolean | undefined {
  const text = env[name]?.toLowerCase();
  if (text === undefined || text === "") return undefined;
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw new TrackingError(`${name} is ${JSON.stringify(env[name])}: it takes true, false, 1 or 0`, {
    code: "invalid_value",
  });
}

/** @returns the variable's value, 0 or more; undefined when it is not set. @throws TrackingError `invalid_value` */
export function numberOf(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name]?.trim();
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new TrackingError(`${name} is ${JSON.stringify(text)}: it takes a number, 0 or more`, {
    code: "invalid_value",
  });
}
