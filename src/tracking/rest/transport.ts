import { setMaxListeners } from "node:events";
import { parseObject } from "../parse-object.js";
import { DEFAULT_RETRY, type RetryPolicy, withRetry } from "../retry.js";
import { TrackingError } from "../tracking-error.js";
import { type Answer, answerError } from "./answer-error.js";
import { Connections } from "./connections.js";
import { exchange, label, type Outgoing } from "./exchange.js";
import { type FilePart, fileBody } from "./file-body.js";
import { httpSettings } from "./http-settings.js";
import { inTurn } from "./in-turn.js";

export interface TransportOptions {
  readonly authorization?: string | undefined;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Where proxies, certificates and time limits are read; none by default. */
  readonly env?: NodeJS.ProcessEnv;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Upload {
  readonly url: URL;
  readonly file: string;
  /** All of the file when absent. */
  readonly part?: FilePart;
  /** Of another server, which must not learn the credentials of this one. */
  readonly foreign?: { readonly headers: Readonly<Record<string, string>> };
  /** Told how many bytes of the part have gone; starts again with each attempt. */
  readonly onProgress?: (sentBytes: number) => void;
}

type Request = Omit<Outgoing, "headersTimeout" | "bodyTimeout">;

/** A server may store an upload before it answers, at this speed at least: 1 MB/s. The upload itself has no limit. */
const STORED_BYTES_A_MS = 1_000;
/** An answer without sense under 200 comes from something between us and MLflow. */
const SENSELESS_ANSWER_REPEATS = 3;

/** HTTP with pooled keep-alive connections and retries. `connect` loads this file, and undici with it, for a server only. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #retry: RetryPolicy;
  readonly #timeoutMs: number;
  readonly #connections: Connections;

  /** @throws TrackingError `invalid_value` for settings of the environment that cannot be */
  constructor(options: TransportOptions) {
    const env = options.env ?? {};
    const { retry, timeoutMs } = httpSettings(env, options.retry ?? DEFAULT_RETRY);
    this.#options = options;
    this.#retry = retry;
    this.#timeoutMs = timeoutMs;
    this.#connections = new Connections({ env, timeoutMs });
    // Every request on its way listens to it.
    if (options.signal) setMaxListeners(0, options.signal);
  }

  /** GETs a JSON answer, repeating the request after passing failures. @throws TrackingError */
  get(url: URL, query: JsonObject): Promise<JsonObject> {
    return this.repeat(() => this.getOnce(url, query));
  }

  /** GETs a JSON answer. @throws TrackingError */
  getOnce(url: URL, query: JsonObject): Promise<JsonObject> {
    const full = new URL(url);
    for (const [key, value] of Object.entries(query)) full.searchParams.set(key, String(value));
    return this.#json({ method: "GET", url: full, headers: {} });
  }

  /** POSTs JSON and reads the JSON answer, repeating the request after passing failures. @throws TrackingError */
  post(url: URL, body: JsonObject): Promise<JsonObject> {
    return this.repeat(() => this.sendOnce("POST", url, body));
  }

  /** Sends JSON a single time, for what must not be done twice, one after the other. @throws TrackingError */
  sendOnce(method: "POST" | "PATCH", url: URL, body: JsonObject): Promise<JsonObject> {
    const headers = { "content-type": "application/json" };
    const send = () => this.#json({ method, url, headers, body: JSON.stringify(body) });
    return inTurn(url.origin, send, this.#options.signal);
  }

  /** PUTs a file or a part of one, streamed from disk, repeating it after passing failures. @throws TrackingError */
  upload(upload: Upload): Promise<Answer> {
    return this.repeat(async () => {
      const { file, url, part, foreign, onProgress } = upload;
      const { content, size, close } = await fileBody(file, { part, onProgress });
      try {
        const headers = {
          ...(foreign ? foreign.headers : { "content-type": "application/octet-stream" }),
          "content-length": String(size),
        };
        const timeout = this.#timeoutMs + Math.ceil(size / STORED_BYTES_A_MS);
        const request: Request = { method: "PUT", url, headers, body: content };
        return await this.#send({ ...request, headersTimeout: timeout, bodyTimeout: timeout }, foreign);
      } finally {
        await close();
      }
    });
  }

  /** Repeats an attempt while it fails in passing, within this transport's budget. */
  repeat<T>(attempt: () => Promise<T>): Promise<T> {
    return withRetry(attempt, this.#retry, this.#options.signal);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #json(request: Request): Promise<JsonObject> {
    const timeouts = { headersTimeout: this.#timeoutMs, bodyTimeout: this.#timeoutMs };
    return parseAnswer(await this.#send({ ...request, ...timeouts }), label(request));
  }

  async #send(outgoing: Outgoing, foreign?: object): Promise<Answer> {
    const { authorization, signal } = this.#options;
    const own = foreign === undefined && authorization ? { authorization } : {};
    const headers = { "user-agent": "stm32ai_main", ...outgoing.headers, ...own };
    const answer = await exchange(this.#connections.to(outgoing.url), { ...outgoing, headers }, signal);
    if (answer.status < 200 || answer.status > 299) throw answerError(answer, label(outgoing));
    return answer;
  }
}

function parseAnswer(answer: Answer, request: string): JsonObject {
  const value = parseObject(answer.text);
  if (value !== undefined) return value;
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
