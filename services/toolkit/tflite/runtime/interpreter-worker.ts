/** The program of an interpreter's thread: opens the model of its `workerData`, then runs it on the inputs of each task. */
import { workerData } from "node:worker_threads";
import { answerTasks } from "../../thread/answer-tasks.js";
import type { TensorData } from "../graph.js";
import { openInterpreter } from "./open-interpreter.js";
import type { SharedInputs } from "./shared-inputs.js";

export interface WorkerModel {
  readonly bytes: Uint8Array;
  readonly name: string;
}

const { bytes, name }: WorkerModel = workerData;

await answerTasks(async () => {
  const { inputs, outputs, run } = await openInterpreter(bytes, { name });
  return {
    opened: { inputs, outputs },
    // The inputs are this thread's until it has answered.
    answer: (values: SharedInputs) => run(values),
    memoryOf: (values) => values.flatMap(ownBuffer),
  };
});

function ownBuffer({ buffer }: TensorData): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
