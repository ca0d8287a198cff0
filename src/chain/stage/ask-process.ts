/** Gets one request answered by a process: by one that lives for it alone, or by a warm one. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Watchdog } from "../watchdog.js";
import type { EventReader } from "./event-reader.js";
import type { HostPool } from "./host-pool.js";
import type { StageLog } from "./stage-log.js";
import { type Exit, StageProcess } from "./stage-process.js";

/** What stages share: the environment, the warm processes, the watchdog. */
export interface StageWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hosts: HostPool;
  readonly watchdog: Watchdog;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Question {
  readonly command: readonly string[];
  /** The stage's directory. */
  readonly directory: string;
  readonly requestPath: string;
  readonly eventsPath: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly log: StageLog;
  readonly events: EventReader;
}

/** How the work of a process on one request ended. */
export type Ending =
  | { readonly type: "exit"; readonly exit: Exit }
  | { readonly type: "done"; readonly ok: boolean }
  | { readonly type: "stopped" };

/** Starts a process for this request, with its secrets in the environment. */
export function askOnce(question: Question, world: StageWorld): Promise<Ending> {
  const { command, directory, requestPath, eventsPath, secrets, log } = question;
  const env = { ...world.env, ...secrets, STAGE_EVENTS: eventsPath };
  const started = new StageProcess([...command, requestPath], { ...world, env, cwd: directory });
  started.onOutput = (bytes) => log.write(bytes);
  started.endInput();
  const exited = started.exited.then<Ending>((exit) => ({ type: "exit", exit }));
  // A process of its own may say `done` too: what counts is its exit.
  const answered = Promise.race([exited, question.events.done.then(() => exited)]);
  return orStopped(answered, started, question.signal);
}

/** Sends the request to a warm process, which goes back to the pool when it has answered. */
export async function askHost(question: Question, world: StageWorld): Promise<Ending> {
  const { command, directory, requestPath, events, log } = question;
  // Each request of a server has its own events file, beside it.
  const env = { ...world.env, STAGE_EVENTS: undefined };
  const host = world.hosts.borrow(command, { ...world, env, cwd: directory });
  host.onOutput = (bytes) => log.write(bytes);
  host.writeLine(requestPath);
  const answered = Promise.race<Ending>([
    events.done.then(({ ok }) => ({ type: "done", ok })),
    host.exited.then((exit) => ({ type: "exit", exit })),
  ]);
  const ending = await orStopped(answered, host, question.signal);
  if (ending.type !== "done") return ending;
  // What it wrote before `done` waits in the pipe: one turn of the event loop to be polled, one to be read.
  await nextTurn();
  await nextTurn();
  world.hosts.giveBack(command, host);
  return ending;
}

/**
 * @returns the ending, or `stopped` after the signal was aborted and the process's group has gone.
 * @throws what the reader of the events threw, when the group has gone.
 */
async function orStopped(ending: Promise<Ending>, asked: StageProcess, signal: AbortSignal): Promise<Ending> {
  const raced = new AbortController();
  const aborted = new Promise<"aborted">((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true, signal: raced.signal });
  });
  try {
    const first = await Promise.race([ending, aborted]);
    if (first !== "aborted") return first;
  } catch (error) {
    await asked.stop();
    throw error;
  } finally {
    raced.abort();
  }
  await asked.stop();
  return { type: "stopped" };
}
