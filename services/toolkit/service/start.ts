import { answerRequest, type FindService } from "./answer-request.js";
import { serve } from "./serve.js";

/**
 * The main program of a service: with the path of a request as its argument it answers that one, without one it
 * serves the paths that arrive on stdin. SIGTERM aborts the signal that the service got. Ends the process: 0 for
 * success, 1 for a failed request, 143 when it was asked to stop.
 */
export async function start(find: FindService): Promise<never> {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  const path = process.argv[2];
  const ok =
    path === undefined ? await serveAll(find, stop.signal) : await answerOne(path, find, stop.signal);
  // Libraries of a service may hold threads and handles; what matters is written by now.
  process.exit(stop.signal.aborted ? 143 : ok ? 0 : 1);
}

async function serveAll(find: FindService, signal: AbortSignal): Promise<true> {
  await serve(find, process.stdin, signal);
  return true;
}

function answerOne(path: string, find: FindService, signal: AbortSignal): Promise<boolean> {
  const eventsPath = process.env.STAGE_EVENTS;
  return answerRequest(path, { find, signal, serving: false, ...(eventsPath ? { eventsPath } : {}) });
}
