import { TrackingError } from "../tracking-error.js";

/** Server → the end of the last turn that was given for it. */
const last = new Map<string, Promise<void>>();

/**
 * Does one thing after the other for a server, in this process. What is written takes MLflow 3.17 two of its 15
 * connections to the database, the second while it holds the first: when much comes at once, all wait for each other
 * until the server's time for that is over, half a minute, and every one of them fails.
 *
 * @param signal ends the waiting.
 * @throws TrackingError `aborted`; what `work` throws.
 */
export async function inTurn<T>(server: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const before = last.get(server) ?? Promise.resolve();
  let end = () => {};
  const turn = new Promise<void>((resolve) => {
    end = resolve;
  });
  const all = before.then(() => turn);
  last.set(server, all);
  try {
    await orAborted(before, signal);
    return await work();
  } finally {
    end();
    if (last.get(server) === all) last.delete(server);
  }
}

function orAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () =>
      reject(new TrackingError("the time to wait is up", { code: "aborted", passing: true, maxRepeats: 0 }));
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    void promise.then(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
  });
}
