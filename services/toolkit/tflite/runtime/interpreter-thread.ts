import { Thread } from "../../thread/thread.js";
import type { TensorData } from "../graph.js";
import type { TensorDetails } from "./interpreter.js";
import type { WorkerModel } from "./interpreter-worker.js";
import { InputMemory, type SharedInputs } from "./shared-inputs.js";

const PROGRAM = new URL("./interpreter-worker.js", import.meta.url);

export interface ModelEnds {
  readonly inputs: readonly TensorDetails[];
  readonly outputs: readonly TensorDetails[];
}

/** An interpreter in a thread of its own. */
export class InterpreterThread {
  readonly #thread: Thread<SharedInputs, readonly TensorData[], ModelEnds>;
  readonly #memory = new InputMemory();

  constructor(model: WorkerModel) {
    this.#thread = new Thread(PROGRAM, model);
  }

  /** Settles once the model is open. */
  get opened(): Promise<ModelEnds> {
    return this.#thread.opened;
  }

  /** Runs under way. */
  get load(): number {
    return this.#thread.load;
  }

  /** Runs the network once, after the runs before. @throws as `Interpreter.run`; Error once the thread has ended */
  async run(inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
    const held = this.#memory.hold(inputs);
    try {
      return await this.#thread.ask(held);
    } finally {
      this.#memory.giveBack(held);
    }
  }

  /** Ends the thread; runs that are under way fail. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
