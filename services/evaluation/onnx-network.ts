import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { TensorTarget } from "../toolkit/image/image-tensor.js";
import { isQuantized } from "../toolkit/onnx/is-quantized.js";
import { openSession } from "../toolkit/onnx/open-session.js";
import { readModel } from "../toolkit/onnx/read-model.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Network, NetworkOutput } from "./network.js";

/** What the runtime tells of a tensor: sizes that are not fixed are names. */
type Shape = readonly (number | string)[];

/**
 * Opens an ONNX network, float or quantized, in ONNX Runtime on all cores.
 * @param channels colour channels of the images, which tell channels-first from channels-last inputs
 * @throws ServiceError `model_unsupported` when it does not take one float32 image of that many channels and of a
 *   fixed size; what `readModel` and `openSession` throw
 */
export async function openOnnxNetwork(path: string, channels: number): Promise<Network> {
  const quantized = isQuantized(readModel(path));
  const session = await openSession(path, { name: path });
  try {
    const { Tensor } = await import("onnxruntime-node");
    const shape = imageInput(session, path);
    const input = target(shape, channels, path);
    const batch = typeof shape[0] === "number" ? shape[0] : undefined;
    const dims =
      input.layout === "nchw" ? [channels, input.height, input.width] : [input.height, input.width, channels];
    const imageLength = channels * input.height * input.width;
    const name = session.inputNames[0] ?? "";
    return {
      input,
      batch,
      quantized,
      run: async (data, count) => {
        const size = batch ?? count;
        const values = filled(data, size * imageLength);
        const feeds = { [name]: new Tensor("float32", values, [size, ...dims]) };
        const outputs = await run(session, feeds, path);
        return firstOutput(outputs[session.outputNames[0] ?? ""], { size, count, path });
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function imageInput(session: InferenceSession, path: string): Shape {
  const [input, ...others] = session.inputMetadata;
  const isImage = input?.isTensor && input.type === "float32" && input.shape.length === 4;
  if (isImage && others.length === 0) return input.shape;
  const got = session.inputMetadata.map((one) =>
    one.isTensor ? `${one.name}: ${one.type} [${one.shape}]` : one.name,
  );
  throw unsupported(path, `one float32 input of four axes, an image, got ${got.join("; ") || "none"}`);
}

function target(shape: Shape, channels: number, path: string): TensorTarget {
  const [, second, third, last] = shape;
  const found =
    second === channels
      ? { layout: "nchw" as const, height: third, width: last }
      : last === channels
        ? { layout: "nhwc" as const, height: second, width: third }
        : undefined;
  if (found === undefined)
    throw unsupported(
      path,
      `${channels} colour channels (preprocessing.color_mode), got an input of [${shape}]`,
    );
  const { layout, height, width } = found;
  if (typeof height !== "number" || typeof width !== "number")
    throw unsupported(path, `an input of a fixed height and width, got [${shape}]`);
  return { layout, height, width };
}

function filled(data: Float32Array, length: number): Float32Array {
  if (data.length === length) return data;
  const values = new Float32Array(length);
  values.set(data);
  return values;
}

async function run(session: InferenceSession, feeds: Record<string, Tensor>, path: string) {
  try {
    return await session.run(feeds);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError("inference_failed", `ONNX Runtime cannot run ${path}: ${reason}`, { path, cause });
  }
}

/** The part of an output of `size` images that `count` images gave. */
function firstOutput(
  output: Tensor | undefined,
  { size, count, path }: { size: number; count: number; path: string },
): NetworkOutput {
  const data = output?.data;
  if (output === undefined || !(data instanceof Float32Array))
    throw unsupported(path, `a float32 output, got ${output?.type ?? "none"}`);
  const [images, ...rest] = output.dims;
  if (images !== size) throw unsupported(path, `an output for each of ${size} images, got [${output.dims}]`);
  return { data: data.subarray(0, (data.length / size) * count), dims: [count, ...rest] };
}

function unsupported(path: string, expected: string): ServiceError {
  return new ServiceError("model_unsupported", `Expected ${path} to have ${expected}.`, { path });
}
