import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { errorOf } from "../../service/failure.js";
import type { TensorData } from "../graph.js";
import type { TensorDetails } from "./interpreter.js";
import type { RunTask, WorkerAnswer, WorkerModel } from "./interpreter-worker.js";
import { InputMemory, type SharedInputs } from "./shared-inputs.js";

const PROGRAM = fileURLToPath(new URL("./interpreter-worker.js", import.meta.url));

/** Whether threads can be started: not when this runs from its TypeScript source. */
export const canStartThreads = existsSync(PROGRAM);

export interface ModelEnds {
  readonly inputs: readonly TensorDetails[];
  readonly outputs: readonly TensorDetails[];
}

interface Waiting {
  readonly inputs: SharedInputs;
  readonly resolve: (values: readonly TensorData[]) => void;
  readonly reject: (error: Error) => void;
}

/** An interpreter in a thread of its own. */
export class InterpreterThread {
  readonly #worker: Worker;
  readonly #memory = new InputMemory();
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #ended: Error | undefined;
  /** Settles once the model is open. */
  readonly opened: Promise<ModelEnds>;

  constructor(model: WorkerModel) {
    this.#worker = new Worker(PROGRAM, { workerData: model });
    this.opened = new Promise((resolve, reject) => {
      const end = (error: Error) => {
        this.#end(error);
        reject(error);
      };
      this.#worker.on("message", (answer: WorkerAnswer) => {
        if ("inputs" in answer) resolve(answer);
        else if ("values" in answer) this.#take(answer.id)?.resolve(answer.values);
        else if (answer.id === undefined) end(errorOf(answer.failure));
        else this.#take(answer.id)?.reject(errorOf(answer.failure));
      });
      this.#worker.on("error", end);
      this.#worker.on("exit", () => end(new Error("The interpreter's thread has ended.")));
    });
    // Threads of a pool that is closed early are asked by nobody.
    this.opened.catch(() => undefined);
  }

  /** Tasks under way. */
  get load(): number {
    return this.#waiting.size;
  }

  /** Runs the network once, after the tasks before. @throws as `Interpreter.run`; Error once the thread has ended */
  run(inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      const task: RunTask = { id: this.#next++, inputs: this.#memory.hold(inputs) };
      this.#waiting.set(task.id, { inputs: task.inputs, resolve, reject });
      this.#worker.postMessage(task);
    });
  }

  /** Ends the thread; runs that are under way fail. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined) this.#memory.giveBack(waiting.inputs);
    return waiting;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
