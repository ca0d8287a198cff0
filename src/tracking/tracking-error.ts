/** What kind of thing stands between a number and MLflow; scripts tell causes apart by it. */
export type TrackingErrorCode =
  | "invalid_uri"
  | "invalid_value"
  | "unreachable"
  | "unauthorized"
  | "not_found"
  | "deleted"
  | "refused"
  | "server_failure"
  | "artifact_store"
  | "aborted"
  | "busy"
  | "disk";

export interface TrackingErrorDetail {
  readonly code: TrackingErrorCode;
  /** Whether the same request may succeed later without anybody changing it. */
  readonly passing?: boolean;
  /** How often at most to repeat it at once; unlimited within the retry budget when absent. */
  readonly maxRepeats?: number;
  /** How long the server asked to wait, milliseconds. */
  readonly retryAfterMs?: number;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** MLflow's own `error_code`, such as `RESOURCE_ALREADY_EXISTS`. */
  readonly serverCode?: string;
  readonly cause?: unknown;
}

/** Every failure of this room. Messages never hold credentials. */
export class TrackingError extends Error {
  readonly code: TrackingErrorCode;
  readonly passing: boolean;
  readonly maxRepeats: number;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly serverCode: string | undefined;

  constructor(message: string, detail: TrackingErrorDetail) {
    super(message, { cause: detail.cause });
    this.name = "TrackingError";
    this.code = detail.code;
    this.passing = detail.passing ?? false;
    this.maxRepeats = detail.maxRepeats ?? Number.POSITIVE_INFINITY;
    this.retryAfterMs = detail.retryAfterMs;
    this.status = detail.status;
    this.serverCode = detail.serverCode;
  }
}
