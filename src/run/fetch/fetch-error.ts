import type { Failure } from "../../chain/protocol.js";

export interface FetchErrorDetail {
  readonly code: string;
  readonly hint?: string;
  /** Whether the same request may succeed later. */
  readonly passing?: boolean;
  /** How long the server asks to wait, milliseconds. */
  readonly retryAfterMs?: number;
}

/** A file on the web that was not to be had. */
export class FetchError extends Error {
  readonly detail: FetchErrorDetail;

  constructor(message: string, detail: FetchErrorDetail) {
    super(message);
    this.name = "FetchError";
    this.detail = detail;
  }

  /** The error as a run's end records it. */
  get failure(): Failure {
    const { code, hint } = this.detail;
    return { code, message: this.message, ...(hint === undefined ? {} : { hint }) };
  }
}
