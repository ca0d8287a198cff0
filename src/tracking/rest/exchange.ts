import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { Answer } from "./answer-error.js";
import { connectionError } from "./connection-error.js";

export interface Outgoing {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** How long to wait for the answer's beginning, once the body has gone. */
  readonly headersTimeout: number;
  /** The longest silence within the answer. */
  readonly bodyTimeout: number;
}

/** @returns the server's answer, whatever its status. @throws TrackingError when there was none */
export async function exchange(
  dispatcher: Dispatcher,
  outgoing: Outgoing,
  signal?: AbortSignal,
): Promise<Answer> {
  const { url, body, ...request } = outgoing;
  try {
    const response = await dispatcher.request({
      ...request,
      origin: url.origin,
      path: url.pathname + url.search,
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    return {
      status: response.statusCode,
      retryAfter: headerText(response.headers["retry-after"]),
      location: headerText(response.headers.location),
      etag: headerText(response.headers.etag),
      text: await response.body.text(),
    };
  } catch (error) {
    throw connectionError(error, { request: label(outgoing), aborted: signal?.aborted === true });
  }
}

/** @returns what is asked, for messages: method and address without query, which may hold a signature. */
export function label({ method, url }: Pick<Outgoing, "method" | "url">): string {
  return `${method} ${url.origin}${url.pathname}`;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
