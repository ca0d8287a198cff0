import { TrackingError } from "../tracking-error.js";

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** @returns the error for a request that got no answer: passing, but for an abort and for a wrong certificate. */
export function connectionError(error: unknown, request: string): TrackingError {
  const reason = reasonOf(error);
  if (error instanceof Error && error.name === "AbortError") {
    return new TrackingError(`${request}: given up`, {
      code: "aborted",
      passing: true,
      maxRepeats: 0,
      cause: error,
    });
  }
  if (CERTIFICATE.test(reason)) {
    return new TrackingError(`${request}: the server's certificate is not trusted (${reason})`, {
      code: "unreachable",
      cause: error,
    });
  }
  return new TrackingError(`${request}: no answer (${reason})`, {
    code: "unreachable",
    passing: true,
    cause: error,
  });
}

/** Several addresses of one host fail as one AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return [code, error.message].filter((part, at, all) => part !== "" && all.indexOf(part) === at).join(": ");
}
