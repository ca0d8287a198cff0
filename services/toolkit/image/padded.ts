import { bilinear } from "./bilinear.js";
import type { Pixels, Size } from "./pixels.js";

const f32 = Math.fround;

/** Where a picture with kept proportions lies in a canvas, in pixels. */
export interface Placement extends Size {
  readonly top: number;
  readonly left: number;
}

/** @returns where `tf.image.resize_with_pad` puts an image of one size into a canvas of another; float32 as there. */
export function placement(image: Size, canvas: Size): Placement {
  const ratio = f32(Math.max(f32(image.width / canvas.width), f32(image.height / canvas.height)));
  const height = f32(image.height / ratio);
  const width = f32(image.width / ratio);
  return {
    height: Math.floor(height),
    width: Math.floor(width),
    top: Math.max(0, Math.floor(f32(f32(canvas.height - height) / 2))),
    left: Math.max(0, Math.floor(f32(f32(canvas.width - width) / 2))),
  };
}

/**
 * `tf.image.resize_with_pad`: bilinear whatever the config's interpolation says, centred in a black border.
 * @returns canvas.height × canvas.width × channels values in HWC order
 */
export function padded(image: Pixels, canvas: Size): Float32Array {
  const place = placement(image, canvas);
  const out = new Float32Array(canvas.height * canvas.width * image.channels);
  if (place.height === 0 || place.width === 0) return out;
  const inner = bilinear(image, place);
  const row = place.width * image.channels;
  for (let y = 0; y < place.height; y++)
    out.set(
      inner.subarray(y * row, (y + 1) * row),
      ((place.top + y) * canvas.width + place.left) * image.channels,
    );
  return out;
}
