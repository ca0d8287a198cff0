import { INTERPOLATIONS } from "./interpolations.js";
import { padded } from "./padded.js";
import type { Pixels, Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";

/** What a network takes: size and order of the axes after the batch. */
export interface TensorTarget extends Size {
  readonly layout: "nchw" | "nhwc";
}

/**
 * Resizes and rescales one image into a network's input: `value · scale + offset` in float32 with two roundings, as
 * the Keras layer that the zoo uses.
 * @returns channels × height × width values in the target's layout
 */
export function imageTensor(
  image: Pixels,
  preprocessing: Preprocessing,
  target: TensorTarget,
): Float32Array<ArrayBuffer> {
  const values = resized(image, preprocessing, target);
  const scale = Math.fround(preprocessing.scale);
  const offset = Math.fround(preprocessing.offset);
  const { channels } = image;
  const area = target.height * target.width;
  const out = new Float32Array(channels * area);
  const [pixelStride, channelStride] = target.layout === "nchw" ? [1, area] : [channels, 1];
  for (let c = 0; c < channels; c++) {
    for (let i = 0, from = c, to = c * channelStride; i < area; i++, from += channels, to += pixelStride)
      out[to] = Math.fround((values[from] ?? 0) * scale) + offset;
  }
  return out;
}

function resized(image: Pixels, { aspectRatio, interpolation }: Preprocessing, size: Size): Float32Array {
  if (aspectRatio === "padding") return padded(image, size);
  const interpolate = INTERPOLATIONS.get(interpolation);
  if (interpolate === undefined) throw new Error(`No interpolation is named '${interpolation}'.`);
  return interpolate(image, size);
}
