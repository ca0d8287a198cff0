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
 * @param out channels × height × width values in the target's layout, overwritten
 */
export function fillTensor(
  image: Pixels,
  preprocessing: Preprocessing,
  target: TensorTarget,
  out: Float32Array,
): void {
  const values =
    preprocessing.aspectRatio === "fit" ? preprocessing.interpolate(image, target) : padded(image, target);
  const scale = Math.fround(preprocessing.scale);
  const offset = Math.fround(preprocessing.offset);
  const { channels } = image;
  const area = target.height * target.width;
  const [pixelStride, channelStride] = target.layout === "nchw" ? [1, area] : [channels, 1];
  for (let c = 0; c < channels; c++) {
    for (let i = 0, from = c, to = c * channelStride; i < area; i++, from += channels, to += pixelStride)
      out[to] = Math.fround((values[from] ?? 0) * scale) + offset;
  }
}
