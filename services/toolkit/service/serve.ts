import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { answerRequest, type FindService } from "./answer-request.js";

/**
 * Answers requests one after the other, their paths a line each on `input`, until the input ends or the signal is
 * aborted. An input that ends in the middle of a request means that the runner is gone: the request is aborted.
 *
 * @throws when a request's events file cannot be written.
 */
export async function serve(find: FindService, input: Readable, stop: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const signal = AbortSignal.any([stop, gone.signal]);
  const waiting: string[] = [];
  let wake = () => {};
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", (line) => {
    if (line.trim() !== "") waiting.push(line);
    wake();
  });
  lines.on("close", () => {
    gone.abort();
    wake();
  });
  stop.addEventListener("abort", () => lines.close(), { once: true });

  while (true) {
    const path = waiting.shift();
    if (path !== undefined) await answerRequest(path, { find, signal, serving: true });
    else if (signal.aborted) return;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (signal.aborted) return;
  }
}
