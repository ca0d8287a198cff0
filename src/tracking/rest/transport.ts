import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { Agent, type Dispatcher } from "undici";
import { DEFAULT_RETRY, type RetryPolicy, withRetry } from "../retry.js";
import { TrackingError } from "../tracking-error.js";
import { type Answer, answerError } from "./answer-error.js";
import { connectionError } from "./connection-error.js";

export interface TransportOptions {
  readonly authorization?: string | undefined;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

interface Outgoing {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body?: string | Readable;
  readonly headersTimeout: number;
}

/** As MLflow's Python client waits for an answer. */
const ANSWER_TIMEOUT_MS = 120_000;
/** A server may store a large upload before it answers; the upload itself has no limit. */
const UPLOAD_ANSWER_TIMEOUT_MS = 600_000;
/** An answer without sense under 200 comes from something between us and MLflow. */
const SENSELESS_ANSWER_REPEATS = 3;
const CONNECTIONS = 8;

/** HTTP with pooled keep-alive connections and retries. `connect` loads this file, and undici with it, for a server only. */
export class Transport {
  readonly #options: TransportOptions;
  #agent: Dispatcher | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** GETs a JSON answer, repeating the request after passing failures. @throws TrackingError */
  get(url: URL, query: JsonObject): Promise<JsonObject> {
    return this.repeat(() => this.#json(getRequest(url, query)));
  }

  /** POSTs JSON and reads the JSON answer, repeating the request after passing failures. @throws TrackingError */
  post(url: URL, body: JsonObject): Promise<JsonObject> {
    return this.repeat(() => this.postOnce(url, body));
  }

  /** POSTs JSON a single time, for what must not be done twice. @throws TrackingError */
  postOnce(url: URL, body: JsonObject): Promise<JsonObject> {
    return this.#json(postRequest(url, body));
  }

  /** PUTs a file, streamed from disk, repeating it after passing failures. @throws TrackingError */
  upload(url: URL, file: string): Promise<void> {
    return this.repeat(async () => {
      const handle = await openForReading(file);
      try {
        await this.#send(await putRequest(url, handle));
      } finally {
        await handle.close();
      }
    });
  }

  /** Repeats an attempt while it fails in passing, within this transport's budget. */
  repeat<T>(attempt: () => Promise<T>): Promise<T> {
    return withRetry(attempt, this.#options.retry ?? DEFAULT_RETRY, this.#options.signal);
  }

  async close(): Promise<void> {
    const agent = this.#agent;
    this.#agent = undefined;
    await agent?.destroy();
  }

  async #json(outgoing: Outgoing): Promise<JsonObject> {
    return parseAnswer(await this.#send(outgoing), label(outgoing));
  }

  async #send(outgoing: Outgoing): Promise<Answer> {
    this.#agent ??= openAgent();
    const { authorization, signal } = this.#options;
    const headers = {
      ...outgoing.headers,
      "user-agent": "stm32ai_main",
      ...(authorization && { authorization }),
    };
    const answer = await exchange(this.#agent, { ...outgoing, headers }, signal);
    if (answer.status < 200 || answer.status > 299) throw answerError(answer, label(outgoing));
    return answer;
  }
}

function openAgent(): Dispatcher {
  return new Agent({ connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 30_000 });
}

async function exchange(agent: Dispatcher, outgoing: Outgoing, signal?: AbortSignal): Promise<Answer> {
  const { method, url, headers, body, headersTimeout } = outgoing;
  try {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
      headersTimeout,
      bodyTimeout: ANSWER_TIMEOUT_MS,
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    return {
      status: response.statusCode,
      retryAfter: headerText(response.headers["retry-after"]),
      location: headerText(response.headers.location),
      text: await response.body.text(),
    };
  } catch (error) {
    throw connectionError(error, label(outgoing));
  }
}

function getRequest(url: URL, query: JsonObject): Outgoing {
  const full = new URL(url);
  for (const [key, value] of Object.entries(query)) full.searchParams.set(key, String(value));
  return { method: "GET", url: full, headers: {}, headersTimeout: ANSWER_TIMEOUT_MS };
}

function postRequest(url: URL, payload: JsonObject): Outgoing {
  const headers = { "content-type": "application/json" };
  return { method: "POST", url, headers, body: JSON.stringify(payload), headersTimeout: ANSWER_TIMEOUT_MS };
}

/** The size is fixed here: a log may grow while it is sent. */
async function putRequest(url: URL, handle: FileHandle): Promise<Outgoing> {
  const { size } = await handle.stat();
  const headers = { "content-type": "application/octet-stream", "content-length": String(size) };
  const body = size === 0 ? "" : handle.createReadStream({ end: size - 1, autoClose: false });
  return { method: "PUT", url, headers, body, headersTimeout: UPLOAD_ANSWER_TIMEOUT_MS };
}

function parseAnswer(answer: Answer, request: string): JsonObject {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below, as any other answer that is no JSON object.
  }
  throw new TrackingError(
    `${request}: the answer is not MLflow's. Is mlflow.uri the address of an MLflow server?`,
    {
      code: "server_failure",
      passing: true,
      maxRepeats: SENSELESS_ANSWER_REPEATS,
      status: answer.status,
    },
  );
}

async function openForReading(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (error) {
    throw new TrackingError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        code: "disk",
        cause: error,
      },
    );
  }
}

function label(outgoing: Outgoing): string {
  return `${outgoing.method} ${outgoing.url.origin}${outgoing.url.pathname}`;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
