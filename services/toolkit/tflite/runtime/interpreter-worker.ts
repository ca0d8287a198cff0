/** The program of an interpreter's thread: opens the model of its `workerData`, then answers each task in turn. */
import { parentPort, workerData } from "node:worker_threads";
import { type Failure, failureOf } from "../../service/failure.js";
import type { TensorData } from "../graph.js";
import type { TensorDetails } from "./interpreter.js";
import { openInterpreter } from "./open-interpreter.js";
import type { SharedInputs } from "./shared-inputs.js";

export interface WorkerModel {
  readonly bytes: Uint8Array;
  readonly name: string;
}

export interface RunTask {
  readonly id: number;
  /** The thread's until it has answered. */
  readonly inputs: SharedInputs;
}

/** What a thread says: once how the model's ends look, then an answer for each task; or what went wrong. */
export type WorkerAnswer =
  | { readonly inputs: readonly TensorDetails[]; readonly outputs: readonly TensorDetails[] }
  | { readonly id: number; readonly values: readonly TensorData[] }
  | { readonly id?: number; readonly failure: Failure };

const { bytes, name }: WorkerModel = workerData;
const say = (answer: WorkerAnswer, transfer: readonly ArrayBuffer[] = []) =>
  parentPort?.postMessage(answer, [...transfer]);

try {
  const interpreter = await openInterpreter(bytes, { name });
  const { inputs, outputs } = interpreter;
  say({ inputs, outputs });
  parentPort?.on("message", async ({ id, inputs: values }: RunTask) => {
    try {
      const answers = await interpreter.run(values);
      say({ id, values: answers }, answers.flatMap(ownBuffer));
    } catch (error) {
      say({ id, failure: failureOf(error) });
    }
  });
} catch (error) {
  say({ failure: failureOf(error) });
}

function ownBuffer({ buffer }: TensorData): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
