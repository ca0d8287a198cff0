import { parseObject } from "../parse-object.js";
import { TrackingError, type TrackingErrorDetail } from "../tracking-error.js";

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly etag?: string | undefined;
  readonly text: string;
}

/** What MLflow's Python client repeats too. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);
/** A 500 that MLflow itself worded is often permanent (a file-store server answers so to conflicts). */
const WORDED_FAILURE_REPEATS = 3;
const LONGEST_MESSAGE = 300;

/**
 * @param request what was asked, for the message: `POST runs/create of http://host:5000`
 * @returns the error that an answer other than 2xx stands for, told apart into passing and permanent
 */
export function answerError(answer: Answer, request: string): TrackingError {
  const { serverCode, message } = wording(answer.text);
  const said = `${request}: ${answer.status} ${message}`.trimEnd();
  const detail = { status: answer.status, ...(serverCode !== undefined && { serverCode }) };
  const hint = hintFor(answer);
  return new TrackingError(hint === "" ? said : `${said}. ${hint}`, {
    ...detail,
    ...verdict(answer, serverCode, message),
  });
}

type Verdict = Omit<TrackingErrorDetail, "status" | "serverCode">;

function verdict(answer: Answer, serverCode: string | undefined, message: string): Verdict {
  const { status } = answer;
  if (status === 401 || status === 403 || status === 407) return { code: "unauthorized" };
  if (status === 404 || serverCode === "RESOURCE_DOES_NOT_EXIST") return { code: "not_found" };
  if (!PASSING.has(status) && !isPoolEmpty(serverCode, message)) return { code: "refused" };
  const wait = retryAfterMs(answer.retryAfter);
  const passing = {
    code: "server_failure" as const,
    passing: true,
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
  if (status !== 500 || serverCode === undefined) return passing;
  if (serverCode === "INVALID_STATE" || isParamConflict(message)) return { code: "refused" };
  return { ...passing, maxRepeats: WORDED_FAILURE_REPEATS };
}

/** Too much at once for the server's connections to its database, which MLflow answers with a 400. */
function isPoolEmpty(serverCode: string | undefined, message: string): boolean {
  return serverCode === "BAD_REQUEST" && /QueuePool limit/i.test(message);
}

/** @returns whether the server says that a parameter already has another value. */
export function isParamConflict(message: string): boolean {
  return /Changing param values is not allowed/i.test(message);
}

function hintFor(answer: Answer): string {
  if (answer.status === 401) {
    return "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
  }
  if (answer.status === 407) {
    return "The proxy asks for a password: write it as http://user:password@host:port in HTTP_PROXY";
  }
  if (answer.status === 403 && answer.text.includes("Invalid Host header")) {
    return "The server does not accept this host name: start it with --allowed-hosts <host:port>";
  }
  if (answer.status >= 300 && answer.status < 400) {
    return `The server moved${answer.location === undefined ? "" : ` to ${withoutUserinfo(answer.location)}`}: set mlflow.uri to its new address`;
  }
  if (answer.status === 404 && /^\s*</.test(answer.text))
    return "Is mlflow.uri the address of an MLflow server?";
  return "";
}

function withoutUserinfo(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//");
}

/** The server's own words: the first line only, since SQL text leaks into the rest. */
function wording(text: string): { serverCode: string | undefined; message: string } {
  const body = parseObject(text);
  if (body === undefined) return { serverCode: undefined, message: plainText(text) };
  const serverCode = typeof body.error_code === "string" ? body.error_code : undefined;
  const message = typeof body.message === "string" ? body.message : String(body.detail ?? "");
  const line = firstLine(message);
  return { serverCode, message: serverCode === undefined ? line : `${serverCode}: ${line}` };
}

function plainText(text: string): string {
  if (!/^\s*</.test(text)) return firstLine(text);
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1];
  return `(a web page${title === undefined ? "" : `: ${firstLine(title)}`})`;
}

function firstLine(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

/** @returns milliseconds of a Retry-After header, which holds seconds or a date; undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
