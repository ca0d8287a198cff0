/** A file that comes in parts: what an attempt left, the next goes on with where the server can. */
import { type FileHandle, open } from "node:fs/promises";
import { FetchError } from "./fetch-error.js";
import { networkError } from "./network-error.js";
import { statusError } from "./status-error.js";
import type { Web, WebAnswer } from "./web.js";

export interface DownloadOptions {
  readonly web: Web;
  readonly url: URL;
  /** The address for people. */
  readonly shown: string;
  /** Where the bytes go until all are there. */
  readonly partPath: string;
  readonly maxBytes: number;
  /** @param total undefined where the server does not tell it */
  readonly onProgress: (received: number, total: number | undefined) => void;
}

export class Download {
  readonly #options: DownloadOptions;
  #received = 0;
  /** What tells that the server's file is still the same. */
  #validator: string | undefined;

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  /** Bytes that are there. */
  get received(): number {
    return this.#received;
  }

  /**
   * Fetches the file, or what an earlier attempt left of it.
   * @throws FetchError when it did not come to its end; a system error when it cannot be written.
   */
  async attempt(): Promise<void> {
    const { web, url } = this.#options;
    const answer = await web.get(url, {
      "user-agent": "stm32ai_main",
      "accept-encoding": "identity",
      ...(this.#received > 0 &&
        this.#validator && { range: `bytes=${this.#received}-`, "if-range": this.#validator }),
    });
    try {
      const start = this.#startOf(answer);
      const total = this.#totalOf(answer, start);
      this.#validator = validatorOf(answer);
      await this.#take(answer, start, total);
    } finally {
      answer.body.on("error", () => {}).destroy();
    }
  }

  /** @returns the place in the file of the answer's first byte. */
  #startOf({ status, header }: WebAnswer): number {
    const { shown } = this.#options;
    if (status === 200) return 0;
    const start = /^bytes (\d+)-/.exec(header("content-range") ?? "")?.[1];
    if (status === 206 && Number(start) === this.#received) return this.#received;
    const isUseless = status === 206 || status === 416;
    if (!isUseless) throw statusError(status, header("retry-after"), shown);
    this.#received = 0;
    this.#validator = undefined;
    throw new FetchError(
      `${shown} could not be fetched: the server sends another part than it was asked for.`,
      {
        code: "fetch_failed",
        passing: true,
      },
    );
  }

  #totalOf({ header }: WebAnswer, start: number): number | undefined {
    const { shown, maxBytes } = this.#options;
    const encoding = header("content-encoding") ?? "identity";
    if (encoding !== "identity")
      throw new FetchError(
        `${shown} could not be fetched: the server sends it in the encoding ${encoding}.`,
        {
          code: "fetch_refused",
          hint: "Download the file and give its path.",
        },
      );
    const length = header("content-length");
    const total = length === undefined ? undefined : start + Number(length);
    if (total !== undefined && total > maxBytes) throw tooLarge(this.#options);
    return total;
  }

  async #take({ body }: WebAnswer, start: number, total: number | undefined): Promise<void> {
    const { partPath, shown, maxBytes, onProgress } = this.#options;
    const handle = await open(partPath, start === 0 ? "w" : "r+");
    try {
      this.#received = start;
      for await (const chunk of chunksOf(body, shown)) {
        if (this.#received + chunk.length > maxBytes) throw tooLarge(this.#options);
        await writeAll(handle, chunk, this.#received);
        this.#received += chunk.length;
        onProgress(this.#received, total);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (total !== undefined && this.#received !== total)
      throw networkError(`broken off after ${this.#received} of ${total} bytes`, shown);
  }
}

/** Keeps the failures of the network apart from those of the disk. */
async function* chunksOf(body: AsyncIterable<Buffer>, shown: string): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    throw networkError(error, shown);
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer, at: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
}

/** A weak tag does not say that the bytes are the same. */
function validatorOf({ header }: WebAnswer): string | undefined {
  const tag = header("etag");
  return tag !== undefined && !tag.startsWith("W/") ? tag : header("last-modified");
}

function tooLarge({ shown, maxBytes }: DownloadOptions): FetchError {
  const mebibytes = Math.floor(maxBytes / 2 ** 20);
  return new FetchError(`${shown} is not fetched: it has more than ${mebibytes} MiB.`, {
    code: "fetch_too_large",
    hint: "Is it the network's address? A file of that size is no network for a microcontroller.",
  });
}
