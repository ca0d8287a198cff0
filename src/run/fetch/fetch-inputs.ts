/** The inputs of a plan that are on the web, brought into the run directory. */
import { join } from "node:path";
import type { Plan, Source } from "../../chain/plan.js";
import type { Failure } from "../../chain/protocol.js";
import { type RemoteInput, readRemote } from "../../chain/remote-input.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import type { JournalBody, Progress } from "../journal/event.js";
import { FetchError } from "./fetch-error.js";
import { fetchFile } from "./fetch-file.js";
import { remoteOf } from "./remote-of.js";

export interface InputsRequest {
  readonly plan: Plan;
  /** The run directory, absolute; a file for the artifact `model` goes into its folder `model`. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly say: (body: JournalBody) => void;
  readonly show: (progress: Progress) => void;
}

export type FetchedInputs =
  | { readonly status: "FINISHED"; readonly plan: Plan }
  | { readonly status: "FAILED" | "KILLED"; readonly error: Failure };

const MEGABYTE = 1e6;
const SHOWN_EVERY_MS = 100;
const SAID_EVERY_MS = 10_000;

/**
 * Fetches each address once.
 * @returns the plan with the files' paths in the place of their addresses, or why one was not to be had.
 * @throws a system error when the run directory cannot be written.
 */
export async function fetchInputs(request: InputsRequest): Promise<FetchedInputs> {
  const { plan, signal } = request;
  const paths = new Map<string, string>();
  try {
    for (const { takes } of plan.stages) {
      for (const [artifact, source] of Object.entries(takes)) {
        const address = remoteOf(source);
        if (address !== undefined && !paths.has(address))
          paths.set(address, await fetchOne(address, artifact, request));
      }
    }
  } catch (error) {
    if (error instanceof FetchError) return { status: "FAILED", error: error.failure };
    if (!signal.aborted) throw error;
    return {
      status: "KILLED",
      error: { code: "interrupted", message: "The run was stopped while it fetched." },
    };
  }
  return { status: "FINISHED", plan: withPaths(plan, paths) };
}

async function fetchOne(address: string, artifact: string, request: InputsRequest): Promise<string> {
  const { directory, env, signal, say } = request;
  const input = needed(address);
  const shown = withoutUrlSecrets(input.url.href);
  const started = performance.now();
  say({ type: "log", level: "info", message: `fetching ${shown}` });
  const file = await fetchFile({
    input,
    folder: join(directory, artifact),
    env,
    signal,
    onProgress: progressOf(request, shown),
    onRepeat: (reason) => say({ type: "log", level: "warn", message: `${reason} Trying again.` }),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const message = `fetched ${megabytes(file.bytes)} MB in ${seconds} s, sha256 ${file.sha256}`;
  say({ type: "log", level: "info", message });
  return file.path;
}

function needed(address: string): RemoteInput {
  const read = readRemote(address);
  if (read.ok) return read.input;
  throw new FetchError(read.message, { code: "bad_address", hint: read.hint });
}

/** A bar in the first stage's place, and a line now and then for those who see no bar. */
function progressOf({ plan, say, show }: InputsRequest, shown: string) {
  let shownAt = 0;
  let saidAt = performance.now();
  return (received: number, total: number | undefined): void => {
    const now = performance.now();
    const done = megabytes(received);
    if (now - shownAt >= SHOWN_EVERY_MS || received === total) {
      shownAt = now;
      const stage = plan.stages[0]?.id ?? "";
      show({ type: "progress", stage, done, total: megabytes(total ?? received), unit: "MB fetched" });
    }
    if (now - saidAt < SAID_EVERY_MS) return;
    saidAt = now;
    const of = total === undefined ? "" : ` of ${megabytes(total)}`;
    say({ type: "log", level: "info", message: `${done}${of} MB of ${shown}` });
  };
}

function megabytes(bytes: number): number {
  return Math.round((10 * bytes) / MEGABYTE) / 10;
}

function withPaths(plan: Plan, paths: ReadonlyMap<string, string>): Plan {
  const local = (source: Source): Source => {
    const path = source.type === "config" ? paths.get(source.path) : undefined;
    return source.type === "config" && path !== undefined ? { ...source, path } : source;
  };
  const stages = plan.stages.map((stage) => {
    const takes = Object.entries(stage.takes).map(([name, source]) => [name, local(source)] as const);
    return { ...stage, takes: Object.fromEntries(takes) };
  });
  return { ...plan, stages };
}
