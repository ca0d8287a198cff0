import { parentPort } from "node:worker_threads";
import { type Failure, failureOf } from "../service/failure.js";

/** A task on its way to a thread. */
export interface Posted<Task> {
  readonly id: number;
  readonly task: Task;
}

/** What a thread says: once what it opened, then an answer for each task; or what went wrong. */
export type Answer<Result, Opened> =
  | { readonly opened: Opened }
  | { readonly id: number; readonly result: Result }
  | { readonly id?: number; readonly failure: Failure };

/** What answers the tasks of a thread. */
export interface Answering<Task, Result, Opened> {
  readonly opened: Opened;
  readonly answer: (task: Task) => Promise<Result>;
  /** The memory of a result, which goes along with it where it would be copied. */
  readonly memoryOf: (result: Result) => readonly ArrayBuffer[];
}

/** The program of a `Thread`: opens what answers its tasks, then answers each. What is thrown goes to who asked. */
export async function answerTasks<Task, Result, Opened>(
  open: () => Promise<Answering<Task, Result, Opened>>,
): Promise<void> {
  const say = (answer: Answer<Result, Opened>, memory: readonly ArrayBuffer[] = []) =>
    parentPort?.postMessage(answer, [...memory]);
  try {
    const { opened, answer, memoryOf } = await open();
    say({ opened });
    parentPort?.on("message", async ({ id, task }: Posted<Task>) => {
      try {
        const result = await answer(task);
        say({ id, result }, memoryOf(result));
      } catch (error) {
        say({ id, failure: failureOf(error) });
      }
    });
  } catch (error) {
    say({ failure: failureOf(error) });
  }
}
