/** Recorded pairs, and a server that gives a recorded answer. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { MlflowClient } from "../../../src/tracking/rest/mlflow-client.js";
import { type Seen, scriptedServer } from "../../tracking/scripted-server.js";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly body_base64?: string;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly body_text?: string;
  readonly body_note?: string;
}

export interface RecordedPair {
  /** `rest_3.17_sqlite/005_experiments_create` */
  readonly id: string;
  readonly name: string;
  readonly request: RecordedRequest;
  readonly response: RecordedAnswer;
}

const FOLDERS = [
  "rest_3.17_sqlite",
  "rest_3.17_filestore_differences",
  "rest_2.22_sqlite_differences",
  "rest_3.17_basic_auth",
];

/** @returns every recorded pair of a golden folder. */
export function recordedPairs(folder: string): RecordedPair[] {
  return FOLDERS.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => /^\d/.test(file))
      .sort()
      .map((file) => ({
        ...JSON.parse(readFileSync(join(folder, name, file), "utf8")),
        id: `${name}/${file.replace(".json", "")}`,
      })),
  );
}

/** @returns the answer's text as it was sent. */
export function answerText({ body, body_text }: RecordedAnswer): string {
  return body_text ?? (body === undefined ? "" : JSON.stringify(body));
}

export interface Asked {
  readonly result: unknown;
  readonly error: unknown;
  readonly seen: readonly Seen[];
}

export interface AskOptions {
  /** Which calls get the recorded answer, all by default; the others hear that there is nothing. */
  readonly answers?: RegExp;
  readonly env?: NodeJS.ProcessEnv;
}

const NOTHING = { error_code: "RESOURCE_DOES_NOT_EXIST", message: "" };

/** Lets a client ask a server that gives the recorded answer, each request once. @returns what came of it */
export async function askRecorded(
  answer: RecordedAnswer,
  ask: (client: MlflowClient) => Promise<unknown>,
  { answers = /^/, env = {} }: AskOptions = {},
): Promise<Asked> {
  const { status, headers = {} } = answer;
  const sent = Object.entries(headers).filter(([name]) => name !== "content-length");
  const scripted = { status, headers: Object.fromEntries(sent), body: answerText(answer) };
  const server = await scriptedServer(({ call }) =>
    answers.test(call) ? scripted : { status: 404, body: NOTHING },
  );
  const retry = { budgetMs: 0, firstDelayMs: 1, longestDelayMs: 1 };
  const client = new MlflowClient(
    { kind: "server", url: server.url },
    { env: { HOME: "/nowhere", ...env }, retry },
  );
  try {
    const result = await ask(client);
    return { result, error: undefined, seen: server.seen };
  } catch (error) {
    return { result: undefined, error, seen: server.seen };
  } finally {
    await client.close();
    await server.close();
  }
}

/** @returns how two values differ, undefined when they do not; the order of fields means nothing. */
export function difference(what: string, actual: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(plain(actual), plain(expected))) return undefined;
  return `${what}: ${cut(actual)} instead of ${cut(expected)}`;
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
