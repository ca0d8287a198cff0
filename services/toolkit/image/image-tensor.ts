import { resizeWithPad } from "./padded.js";
import type { FloatRaster, Raster, Size } from "./pixels.js";
import type { Preprocessing } from "./preprocessing.js";
import { resize } from "./resize/resize.js";

/** What a network takes: size and order of the axes after the batch. */
export interface TensorTarget extends Size {
  readonly layout: "nchw" | "nhwc";
}

/**
 * Resizes and rescales one image into a network's input: `value · scale + offset` in float32 with two roundings, as
 * the Keras layer that the zoo uses. Nothing is clipped.
 * @returns channels × height × width values in the target's layout
 * @throws RangeError when padding would leave no pixel of the image
 */
export function imageTensor(
  image: Raster,
  preprocessing: Preprocessing,
  target: TensorTarget,
): Float32Array<ArrayBuffer> {
  const { data, channels } = resized(image, preprocessing, target);
  const scale = Math.fround(preprocessing.scale);
  const offset = Math.fround(preprocessing.offset);
  if (target.layout === "nhwc" || channels === 1) {
    for (let i = 0; i < data.length; i++) data[i] = Math.fround((data[i] ?? 0) * scale) + offset;
    return data;
  }
  const out = new Float32Array(data.length);
  for (let c = 0, to = 0; c < channels; c++) {
    for (let from = c; from < data.length; from += channels, to++)
      out[to] = Math.fround((data[from] ?? 0) * scale) + offset;
  }
  return out;
}

function resized(image: Raster, { aspectRatio, interpolation }: Preprocessing, size: Size): FloatRaster {
  if (aspectRatio === "padding") return resizeWithPad(image, size);
  return resize(image, size, { method: interpolation });
}
