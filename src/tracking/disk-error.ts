import { TrackingError } from "./tracking-error.js";

/**
 * @param what was not done, as `<path> cannot be read`
 * @returns the error that tells it with its reason; one of this room as it is
 */
export function diskError(what: string, error: unknown): TrackingError {
  if (error instanceof TrackingError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new TrackingError(`${what}: ${reason}`, { code: "disk", cause: error });
}
