import { FetchError } from "./fetch-error.js";

const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL|EPROTO|ALTNAME|wrong version number/i;

/** What a word of the reason means and what mends it; the first that fits. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/wrong version number/i, "It speaks no TLS there: is it http:// instead of https://?"],
  [CERTIFICATE, "Its certificate is not trusted: name its authority's PEM file in NODE_EXTRA_CA_CERTS."],
  [
    /407/,
    "The proxy asks for a password: write it as http://user:password@host:port in the proxy's variable.",
  ],
  [
    /HTTP Tunneling|proxy/i,
    "The proxy of HTTPS_PROXY or HTTP_PROXY does not let it through; NO_PROXY goes without.",
  ],
  [/ENOTFOUND/, "The name is not known here: is the address right?"],
];

/** @returns the error for an answer that did not come, or not to its end; a wrong name or certificate stays wrong. */
export function networkError(error: unknown, shown: string): FetchError {
  if (error instanceof FetchError) return error;
  const reason = reasonOf(error);
  const hint = HINTS.find(([words]) => words.test(reason))?.[1];
  const isLasting = CERTIFICATE.test(reason) || /ENOTFOUND|407/.test(reason);
  return new FetchError(`${shown} could not be fetched: ${reason}.`, {
    code: "fetch_failed",
    passing: !isLasting,
    hint:
      hint ?? "Is the network there? The same command tries again; or download the file and give its path.",
  });
}

/** Several addresses of one host fail as one error without a message; OpenSSL's words span lines. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const inner = error.cause instanceof Error ? reasonOf(error.cause) : "";
  const parts = [code, error.message, inner].map((part) => part.trim().split("\n", 1)[0] ?? "");
  return parts.filter((part, at, all) => part !== "" && all.indexOf(part) === at).join(": ");
}
