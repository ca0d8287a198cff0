import type { InferenceSession, Tensor } from "onnxruntime-node";
import { openSession } from "../toolkit/onnx/open-session.js";
import { runSession } from "../toolkit/onnx/run-session.js";
import { ServiceError } from "../toolkit/service/error.js";
import { filled } from "./filled.js";
import { type ImageUse, type InputShape, imageTarget } from "./image-target.js";
import type { Network, NetworkTensor } from "./network.js";

export interface SessionUse extends ImageUse {
  readonly quantized: boolean;
}

/**
 * Opens a network in ONNX Runtime on all cores.
 * @param source an ONNX file's path, or a model's bytes
 * @throws ServiceError `model_unsupported` when it does not take one float32 image of those colours and of a fixed
 *   size; what `openSession` throws
 */
export async function openSessionNetwork(source: string | Uint8Array, use: SessionUse): Promise<Network> {
  const { path, quantized, preprocessing } = use;
  const session = await openSession(source, { name: path });
  try {
    const { Tensor } = await import("onnxruntime-node");
    const shape = imageInput(session, path);
    const input = imageTarget(shape, use);
    const batch = typeof shape[0] === "number" ? shape[0] : undefined;
    const { channels } = preprocessing;
    const { height, width } = input;
    const dims = input.layout === "nchw" ? [channels, height, width] : [height, width, channels];
    const name = session.inputNames[0] ?? "";
    return {
      input,
      batch,
      // It uses all cores for one run.
      parallel: 1,
      quantized,
      run: async (data, count) => {
        const size = batch ?? count;
        const values = filled(data, size * channels * height * width);
        const feeds = { [name]: new Tensor("float32", values, [size, ...dims]) };
        const outputs = await runSession(session, feeds, path);
        const answered = firstOutput(outputs[session.outputNames[0] ?? ""], { size, count, path });
        return { ...answered, answered, fed: { data, dims: [count, ...dims] } };
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function imageInput(session: InferenceSession, path: string): InputShape {
  const [input, ...others] = session.inputMetadata;
  const isImage = input?.isTensor && input.type === "float32" && input.shape.length === 4;
  if (isImage && others.length === 0) return input.shape;
  const got = session.inputMetadata.map((one) =>
    one.isTensor ? `${one.name}: ${one.type} [${one.shape}]` : one.name,
  );
  throw unsupported(path, `one float32 input of four axes, an image, got ${got.join("; ") || "none"}`);
}

/** The part of an output of `size` images that `count` images gave. */
function firstOutput(
  output: Tensor | undefined,
  { size, count, path }: { size: number; count: number; path: string },
): NetworkTensor & { readonly data: Float32Array } {
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
