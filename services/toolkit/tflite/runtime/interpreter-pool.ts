import { leastLoaded } from "../../thread/least-loaded.js";
import { canStartThreads } from "../../thread/thread.js";
import type { TensorData } from "../graph.js";
import type { TensorDetails } from "./interpreter.js";
import { InterpreterThread } from "./interpreter-thread.js";
import { openInterpreter } from "./open-interpreter.js";

/** Interpreters of one network, each in a thread of its own. */
export interface InterpreterPool {
  readonly inputs: readonly TensorDetails[];
  readonly outputs: readonly TensorDetails[];
  /** Runs that proceed at the same time. */
  readonly threads: number;
  /** As `Interpreter.run`, in the thread with the least to do. Any number of runs may be under way. */
  run(inputs: readonly TensorData[]): Promise<readonly TensorData[]>;
  /** Runs that are under way fail. */
  close(): Promise<void>;
}

/**
 * Opens a network once in each thread: LiteRT's own threads need instructions that not every Node has, and whole images
 * share the cores better than parts of them.
 * @param bytes a .tflite file's content
 * @returns a pool without threads, which runs in the caller's, where threads cannot be started
 * @throws as `openInterpreter`
 */
export async function openInterpreterPool(
  bytes: Uint8Array,
  { name, threads }: { readonly name: string; readonly threads: number },
): Promise<InterpreterPool> {
  if (!canStartThreads) return poolOfOne(bytes, name);
  const workers = Array.from({ length: Math.max(1, threads) }, () => new InterpreterThread({ bytes, name }));
  const close = async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  try {
    const { inputs, outputs } = await Promise.race(workers.map(({ opened }) => opened));
    return {
      inputs,
      outputs,
      threads: workers.length,
      run: (values) => leastLoaded(workers).run(values),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function poolOfOne(bytes: Uint8Array, name: string): Promise<InterpreterPool> {
  const interpreter = await openInterpreter(bytes, { name });
  return { ...interpreter, threads: 1, close: async () => interpreter.close() };
}
