import { FetchError } from "./fetch-error.js";

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** The longest that a server may make us wait. */
const LONGEST_WAIT_MS = 60_000;

/** @returns the error for an answer with a status that gives no file. */
export function statusError(status: number, retryAfter: string | undefined, shown: string): FetchError {
  const wait = waitOf(retryAfter);
  return new FetchError(`${shown} could not be fetched: the server answers with status ${status}.`, {
    code: "fetch_refused",
    passing: PASSING.has(status),
    hint: hintOf(status),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function hintOf(status: number): string {
  if (status === 401 || status === 403)
    return "It asks who you are: write the address as https://user:password@host/…, for example with ${oc.env:NAME}.";
  if (status === 404 || status === 410) return "There is no such file: is the address right?";
  if (PASSING.has(status)) return "The same command tries again; or download the file and give its path.";
  return "Download the file and give its path.";
}

/** @param text seconds, or a date */
function waitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) : undefined;
}
