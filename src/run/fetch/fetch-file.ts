import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RemoteInput } from "../../chain/remote-input.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import { checkReceived, digestOf } from "./check-received.js";
import { Download } from "./download.js";
import { FetchError } from "./fetch-error.js";
import { Web } from "./web.js";

export interface FetchRequest {
  readonly input: RemoteInput;
  /** Where the file goes, absolute; made when it is not there. */
  readonly folder: string;
  /** Where the proxies are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** @param total undefined where the server does not tell it */
  readonly onProgress: (received: number, total: number | undefined) => void;
  /** Told before each repeated attempt why. */
  readonly onRepeat: (reason: string) => void;
  readonly limits?: Partial<FetchLimits>;
}

export interface FetchLimits {
  readonly maxBytes: number;
  readonly silenceMs: number;
  readonly firstDelayMs: number;
  /** How often in a row an attempt may bring nothing new. */
  readonly fruitless: number;
}

export interface FetchedFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The file formats of networks end at 2 GiB too. */
const LIMITS: FetchLimits = { maxBytes: 2 ** 31, silenceMs: 60_000, firstDelayMs: 500, fruitless: 5 };
const LONGEST_DELAY_MS = 8000;
const MOST_ATTEMPTS = 100;

/**
 * Fetches a file: aside first, under its name once all of it is there and is what was wanted. A file of that name
 * and content is used as it is; one of other content is left alone, the new one gets `_1`, `_2`, ….
 *
 * @throws FetchError when it cannot be had; an AbortError; a system error when it cannot be written.
 */
export async function fetchFile(request: FetchRequest): Promise<FetchedFile> {
  const { input, folder, env, signal, onProgress } = request;
  const limits = { ...LIMITS, ...request.limits };
  const { url, fileName, sha256 } = input;
  await mkdir(folder, { recursive: true });
  const partPath = join(folder, `.${fileName}.part`);
  const shown = withoutUrlSecrets(url.href);
  const web = new Web({ env, signal, silenceMs: limits.silenceMs });
  try {
    const download = new Download({ web, url, shown, partPath, maxBytes: limits.maxBytes, onProgress });
    await toItsEnd(download, request, limits);
    const digest = await checkReceived(partPath, shown, sha256);
    const path = await placeFor(join(folder, fileName), digest);
    await rename(partPath, path);
    return { path, bytes: download.received, sha256: digest };
  } finally {
    await web.close();
    await rm(partPath, { force: true });
  }
}

/** Repeats attempts with exponential back-off; what came counts as success, however little. */
async function toItsEnd(
  download: Download,
  { signal, onRepeat }: FetchRequest,
  { firstDelayMs, fruitless }: FetchLimits,
): Promise<void> {
  let inVain = 0;
  for (let attempts = 1; ; attempts++) {
    const before = download.received;
    try {
      return await download.attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FetchError) || !error.detail.passing) throw error;
      inVain = download.received > before ? 0 : inVain + 1;
      if (inVain > fruitless || attempts >= MOST_ATTEMPTS) throw error;
      onRepeat(error.message);
      const delay = Math.min(LONGEST_DELAY_MS, firstDelayMs * 2 ** inVain) * (0.5 + Math.random() / 2);
      await sleep(Math.max(delay, error.detail.retryAfterMs ?? 0), undefined, { signal });
    }
  }
}

/** @returns the path itself, or with a number before its ending, where no other content lies. */
async function placeFor(path: string, digest: string): Promise<string> {
  const { dir, name, ext } = parse(path);
  for (let number = 0; ; number++) {
    const candidate = number === 0 ? path : join(dir, `${name}_${number}${ext}`);
    if (!existsSync(candidate)) return candidate;
    if ((await digestOf(candidate).catch(() => "")) === digest) return candidate;
  }
}
