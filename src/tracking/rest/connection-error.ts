import { TrackingError } from "../tracking-error.js";

export interface FailedRequest {
  /** What was asked, for the message. */
  readonly request: string;
  /** Whether we ended it ourselves. */
  readonly aborted: boolean;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO/i;
const TRUST =
  "name its authority's PEM file in MLFLOW_TRACKING_SERVER_CERT_PATH (on a network of your own, " +
  "MLFLOW_TRACKING_INSECURE_TLS=true trusts any server)";

/** What a word of the reason, or of reason and request, means and what mends it; the first that fits. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /wrong version number|packet length too long|http request/i,
    "It speaks no TLS there: is it http:// instead of https://?",
  ],
  [
    /certificate required|alert handshake failure|alert bad certificate|alert number 116/i,
    "It asks for a client's certificate: name the PEM file with certificate and key in MLFLOW_TRACKING_CLIENT_CERT_PATH",
  ],
  [
    /other side closed.* https:/,
    "If it asks for a client's certificate, name the PEM file with certificate and key in MLFLOW_TRACKING_CLIENT_CERT_PATH",
  ],
  [/HAS_EXPIRED/, "The server's certificate is over: it must be renewed there"],
  [/NOT_YET_VALID/, "The server's certificate is not valid yet: is this machine's clock right?"],
  [/ALTNAME_INVALID/, "The server's certificate is for other names than the one in mlflow.uri"],
  [
    /KEY_VALUES_MISMATCH|ERR_OSSL|no start line|PEM/i,
    "The files in MLFLOW_TRACKING_CLIENT_CERT_PATH or MLFLOW_TRACKING_SERVER_CERT_PATH cannot be used",
  ],
  [CERTIFICATE, `The server's certificate is not trusted: ${TRUST}`],
  [
    /407/,
    "The proxy asks for a password: write it as http://user:password@host:port in HTTPS_PROXY or HTTP_PROXY",
  ],
  [
    /HTTP Tunneling/,
    "The proxy of HTTPS_PROXY or HTTP_PROXY does not let it through: name the server in NO_PROXY to go without",
  ],
  [/ENOTFOUND|EAI_AGAIN/, "The name is not known here: is mlflow.uri right, and is there a network?"],
];

/** @returns the error for a request that got no answer: passing, but for an abort and for a wrong certificate. */
export function connectionError(error: unknown, failed: FailedRequest): TrackingError {
  const { request } = failed;
  if (error instanceof TrackingError) return error;
  if (failed.aborted) {
    const detail = { code: "aborted", passing: true, maxRepeats: 0, cause: error } as const;
    return new TrackingError(`${request}: given up`, detail);
  }
  const reason = reasonOf(error);
  const hint = HINTS.find(([words]) => words.test(`${reason} ${request}`))?.[1];
  const message = `${request}: no answer (${reason})${hint === undefined ? "" : `. ${hint}`}`;
  if (/407/.test(reason)) return new TrackingError(message, { code: "unauthorized", cause: error });
  return new TrackingError(message, {
    code: "unreachable",
    passing: !CERTIFICATE.test(reason),
    cause: error,
  });
}

/** Several addresses of one host fail as one AggregateError without a message; OpenSSL's words span lines. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const inner = error.cause instanceof Error && error.message === "" ? error.cause.message : "";
  const parts = [code, error.message, inner].map((part) => part.trim().split("\n", 1)[0] ?? "");
  return parts.filter((part, at, all) => part !== "" && all.indexOf(part) === at).join(": ");
}
