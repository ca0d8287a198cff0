import { resizeWithPad } from "./padded.js";
import type { Raster, Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";
import { resize } from "./resize/resize.js";

/** What a network takes: size and order of the axes after the batch. */
export interface TensorTarget extends Size {
  readonly layout: "nchw" | "nhwc";
}

/**
 * Resizes and rescales one image into a network's input: `value · scale + offset` in float32 with two roundings, as
 * the Keras layer that the zoo uses. Nothing is clipped.
 * @param out takes the result
 * @returns channels × height × width values in the target's layout
 * @throws RangeError when padding would leave no pixel of the image
 */
export function imageTensor(
  image: Raster,
  preprocessing: Preprocessing,
  target: TensorTarget,
  out: Float32Array<ArrayBuffer> = new Float32Array(tensorLength(preprocessing, target)),
): Float32Array<ArrayBuffer> {
  const { channels } = image;
  const isInPlace = target.layout === "nhwc" || channels === 1;
  const data = resized(image, preprocessing, { ...target, out: isInPlace ? out : undefined });
  const scale = Math.fround(preprocessing.scale);
  const offset = Math.fround(preprocessing.offset);
  if (isInPlace) {
    for (let i = 0; i < data.length; i++) data[i] = Math.fround((data[i] ?? 0) * scale) + offset;
    return data;
  }
  for (let c = 0, to = 0; c < channels; c++) {
    for (let from = c; from < data.length; from += channels, to++)
      out[to] = Math.fround((data[from] ?? 0) * scale) + offset;
  }
  return out;
}

/** @returns how many values an image has as a tensor. */
export function tensorLength({ channels }: Preprocessing, { height, width }: Size): number {
  return channels * height * width;
}

function resized(
  image: Raster,
  { aspectRatio, interpolation }: Preprocessing,
  { out, ...size }: Size & { readonly out: Float32Array<ArrayBuffer> | undefined },
): Float32Array<ArrayBuffer> {
  if (aspectRatio === "padding") return resizeWithPad(image, size, { out }).data;
  return resize(image, size, { method: interpolation, out }).data;
}
