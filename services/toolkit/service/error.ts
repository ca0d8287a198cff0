/** A failure that its user can mend: what is wrong, where, and what to do about it. */
export class ServiceError extends Error {
  /** A short stable word for scripts: `model_not_found`, `image_corrupt`, … */
  readonly code: string;
  readonly hint?: string;
  /** The file or folder at fault. */
  readonly path?: string;

  constructor(
    code: string,
    message: string,
    details: { hint?: string; path?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ServiceError";
    this.code = code;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.path !== undefined) this.path = details.path;
  }
}
