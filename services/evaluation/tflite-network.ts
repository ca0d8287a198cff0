import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { counted } from "../toolkit/service/counted.js";
import { ServiceError } from "../toolkit/service/error.js";
import { elementCount } from "../toolkit/tensor/element-count.js";
import type { Graph, Tensor, TensorData } from "../toolkit/tflite/graph.js";
import { readGraph } from "../toolkit/tflite/read-graph.js";
import { openInterpreterPool } from "../toolkit/tflite/runtime/interpreter-pool.js";
import { filled } from "./filled.js";
import { imageTarget } from "./image-target.js";
import { inputRangeNote } from "./input-range-note.js";
import type { Network, NetworkOutput, NetworkUse } from "./network.js";
import { dequantized, integerCode, quantized } from "./quantized-values.js";

/** Runs a thread should have before it is worth starting: opening a network costs as much as about this many. */
const RUNS_A_THREAD = 16;
/** Each thread holds the network and its working memory. */
const MOST_THREADS = 16;
/** Runs under way for each thread: one proceeds, one waits, so that no thread does. */
const RUNS_AHEAD = 2;
const INTEGERS = new Set(["INT4", "INT8", "UINT8", "INT16"]);

/**
 * Opens a .tflite network, float or quantized, in LiteRT on all cores. Images are quantized with its own scale and
 * zero point, outputs dequantized.
 * @throws ServiceError `model_unreadable`; `model_unsupported` when it does not take one image of those colours and of
 *   a fixed size; what `readGraph` and `openInterpreterPool` throw
 */
export async function openTfliteNetwork(
  path: string,
  { preprocessing, images }: NetworkUse,
): Promise<Network> {
  const bytes = await bytesOf(path);
  const graph = readGraph(bytes, path);
  const image = imageInput(graph, path);
  const shape = image.signature ?? image.shape;
  const input = imageTarget(shape, { preprocessing, layouts: ["nhwc", "nchw"], path });
  const batch = image.shape[0] ?? 1;
  const code = integerCode(image);
  const note = code && inputRangeNote(code, preprocessing);
  const useful = Math.ceil(images / (RUNS_A_THREAD * batch));
  const threads = Math.max(1, Math.min(MOST_THREADS, availableParallelism(), useful));
  const length = elementCount(image.shape);
  const read = outputReader(graph, batch, path);
  const pool = await openInterpreterPool(bytes, { name: path, threads });
  return {
    input,
    batch,
    parallel: RUNS_AHEAD * pool.threads,
    quantized: isQuantized(graph),
    ...(note === undefined ? {} : { note }),
    run: async (data, count) => {
      const values = filled(data, length);
      const fed = code === undefined ? values : quantized(values, code);
      const [answer] = await pool.run([fed]);
      const images = { data: fed.subarray(0, data.length), dims: [count, ...image.shape.slice(1)] };
      return { ...read(answer, count), fed: images };
    },
    close: () => pool.close(),
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("model_unreadable", `The model ${path} cannot be read: ${reason}`, {
      path,
      cause,
    });
  }
}

function imageInput({ inputs }: Graph, path: string): Tensor {
  const [input, ...others] = inputs;
  const rank = input?.shape.length;
  if (input !== undefined && rank === 4 && others.length === 0 && isNumeric(input)) return input;
  const got = inputs.map(({ name, type, shape }) => `${name}: ${type} [${shape.join(", ")}]`).join("; ");
  throw unsupported(path, `one input of four axes, an image, got ${got || "none"}`);
}

function isNumeric(input: Tensor): boolean {
  return input.type === "FLOAT32" || integerCode(input) !== undefined;
}

/** @returns how to read the first output of as many images as were asked for. */
function outputReader({ outputs }: Graph, batch: number, path: string) {
  const [output] = outputs;
  if (output === undefined || output.shape[0] !== batch)
    throw unsupported(path, `an output for each of ${counted(batch, "image")}, got [${output?.shape ?? ""}]`);
  const [, ...rest] = output.shape;
  const length = elementCount(rest);
  const code = integerCode(output);
  return (answer: TensorData | undefined, count: number): Omit<NetworkOutput, "fed"> => {
    if (answer?.length !== batch * length)
      throw unsupported(path, `an output of [${output.shape}], got ${answer?.length ?? "no"} values`);
    const data = answer.subarray(0, count * length);
    const dims = [count, ...rest];
    return { data: dequantized(data, code), dims, answered: { data, dims } };
  };
}

function isQuantized({ operators }: Graph): boolean {
  return operators.some(({ inputs }) => inputs.some((tensor) => tensor && isInteger(tensor)));
}

function isInteger({ type, quantization }: Tensor): boolean {
  return INTEGERS.has(type) && quantization !== undefined;
}

function unsupported(path: string, expected: string): ServiceError {
  return new ServiceError("model_unsupported", `Expected ${path} to have ${expected}.`, { path });
}
