import { dirname, join } from "node:path";
import { ServiceError } from "./error.js";
import { type Failure, failureOf } from "./failure.js";
import type { Service } from "./protocol.js";
import { readRequest } from "./read-request.js";
import { StageEvents } from "./stage-events.js";

/** Finds a service by name, loading it when it is first asked for. */
export type FindService = (name: string) => Promise<Service | undefined>;

export interface Answering {
  readonly find: FindService;
  readonly signal: AbortSignal;
  /** Where events go; `events.jsonl` beside the request by default. */
  readonly eventsPath?: string;
  /** One process serves many requests: `done` ends this one. */
  readonly serving: boolean;
}

/**
 * Answers one request: runs its service and appends its events. A failure becomes an `error` event: the service's
 * own code for a `ServiceError`, `bug` for any other exception, whose stack goes to stderr.
 *
 * @returns whether the request succeeded.
 * @throws when the events file cannot be written.
 */
export async function answerRequest(
  path: string,
  { find, signal, eventsPath, serving }: Answering,
): Promise<boolean> {
  const events = new StageEvents(eventsPath ?? join(dirname(path), "events.jsonl"));
  try {
    const ok = await attempt(path, { find, signal, events });
    if (serving) events.done({ ok });
    return ok;
  } finally {
    events.close();
  }
}

interface Attempt {
  readonly find: FindService;
  readonly signal: AbortSignal;
  readonly events: StageEvents;
}

async function attempt(path: string, { find, signal, events }: Attempt): Promise<boolean> {
  try {
    const request = readRequest(path);
    const service = await find(request.service);
    if (service === undefined) {
      throw new ServiceError("unknown_service", `This program has no service '${request.service}'.`);
    }
    await service(request, events, signal);
    return true;
  } catch (error) {
    events.error(describe(error, signal));
    return false;
  }
}

function describe(error: unknown, signal: AbortSignal): Failure {
  const { bug, message, ...failure } = failureOf(error);
  if (bug === undefined) return { message, ...failure };
  if (signal.aborted) return { code: "stopped", message: "The service was asked to stop." };
  process.stderr.write(`${bug.stack}\n`);
  return {
    code: "bug",
    message: `This is a bug of the service: ${bug.name}: ${message}`,
    hint: "Its stack is in stage.log.",
  };
}
