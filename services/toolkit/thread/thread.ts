import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { errorOf } from "../service/failure.js";
import type { Answer, Posted } from "./answer-tasks.js";

/** Whether threads can be started: not when this runs from its TypeScript source, which they do not read. */
export const canStartThreads = !import.meta.url.endsWith(".ts");

interface Waiting<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** A program in a thread of its own that answers tasks (see `answerTasks`). However it ends, nobody waits for it. */
export class Thread<Task, Result, Opened = undefined> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting<Result>>();
  #next = 0;
  #ended: Error | undefined;
  /** Settles once the program has opened what answers. */
  readonly opened: Promise<Opened>;

  /** @param workerData what the program is to open */
  constructor(program: URL, workerData?: unknown) {
    this.#worker = new Worker(program, { workerData });
    this.opened = new Promise((resolve, reject) => {
      const end = (error: Error) => {
        this.#end(error);
        reject(error);
      };
      this.#worker.on("message", (answer: Answer<Result, Opened>) => {
        if ("opened" in answer) resolve(answer.opened);
        else if ("result" in answer) this.#take(answer.id)?.resolve(answer.result);
        else if (answer.id === undefined) end(errorOf(answer.failure));
        else this.#take(answer.id)?.reject(errorOf(answer.failure));
      });
      this.#worker.on("error", end);
      this.#worker.on("exit", () => end(new Error(`The thread of ${basename(program.pathname)} has ended.`)));
    });
    // Threads that are closed early are asked by nobody.
    this.opened.catch(() => undefined);
  }

  /** Tasks under way. */
  get load(): number {
    return this.#waiting.size;
  }

  /** @throws what the program throws for the task; what ended the thread, once it has ended */
  ask(task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      const posted: Posted<Task> = { id: this.#next++, task };
      this.#waiting.set(posted.id, { resolve, reject });
      this.#worker.postMessage(posted);
    });
  }

  /** Ends the thread; tasks that are under way fail. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(id: number): Waiting<Result> | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
