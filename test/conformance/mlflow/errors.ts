/** Every recorded refusal, whatever was asked: the client's error must tell its kind, its code and the server's words. */
import { TrackingError, type TrackingErrorCode } from "../../../src/tracking/tracking-error.js";
import type { CaseResult } from "../suite.js";
import { answerText, askRecorded, difference, type RecordedPair, recordedPairs } from "./recorded.js";

export async function* errors(folder: string): AsyncGenerator<Omit<CaseResult, "group">> {
  for (const pair of recordedPairs(folder)) {
    if (pair.response.status < 300) continue;
    const { method, path, query, body } = pair.request;
    const { error } = await askRecorded(pair.response, ({ transport, url }) => {
      const address = new URL(`${url}${path}`);
      return method === "GET"
        ? transport.getOnce(address, query)
        : transport.sendOnce("POST", address, body ?? {});
    });
    const failure = compare(pair, error);
    yield { id: pair.id, ...(failure === undefined ? {} : { failure }) };
  }
}

function compare(pair: RecordedPair, error: unknown): string | undefined {
  if (!(error instanceof TrackingError)) return `no TrackingError: ${error}`;
  const { response } = pair;
  const { error_code, message, detail } = fieldsOf(response.body);
  const expected = expectedCode(response.status, error_code, message);
  const words = message ?? detail ?? (isPage(pair) ? titleOf(answerText(response)) : answerText(response));
  const first = words.trim().split("\n", 1)[0]?.slice(0, 300) ?? "";
  return (
    difference("code", error.code, expected) ??
    difference("status", error.status, response.status) ??
    difference("serverCode", error.serverCode, error_code) ??
    difference("passing", error.passing, expected === "server_failure") ??
    (error.message.includes(first)
      ? undefined
      : `message ${JSON.stringify(error.message)} lacks ${JSON.stringify(first)}`) ??
    (/<\/?\w+>/.test(error.message) ? `message has HTML: ${error.message}` : undefined)
  );
}

/** Section 5.3 of the contract: conflicts that a file-store server answers with 500 are permanent too. */
function expectedCode(status: number, errorCode?: string, message = ""): TrackingErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (![408, 429, 500, 502, 503, 504].includes(status)) return "refused";
  const conflict = errorCode === "INVALID_STATE" || message.includes("Changing param values is not allowed");
  return status === 500 && conflict ? "refused" : "server_failure";
}

function isPage({ response }: RecordedPair): boolean {
  return /^\s*</.test(answerText(response));
}

function titleOf(html: string): string {
  return /<title>([^<]*)</i.exec(html)?.[1] ?? "";
}

function fieldsOf(body: unknown): { error_code?: string; message?: string; detail?: string } {
  return typeof body === "object" && body !== null ? { ...body } : {};
}
