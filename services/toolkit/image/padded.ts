import type { FloatRaster, Raster, Size } from "./pixels.js";
import { resize } from "./resize/resize.js";

const f32 = Math.fround;

/** Where a picture with kept proportions lies in a canvas, in pixels. */
export interface Placement extends Size {
  readonly top: number;
  readonly left: number;
}

export interface PadOptions {
  /**
   * How the ratio to the canvas is computed. In a `tf.data` pipeline, such as the zoo's, TensorFlow divides by the
   * canvas's size; as a graph by itself it is optimized to a multiplication with the reciprocal, and the picture may
   * come out a row or column smaller or larger.
   */
  readonly ratio?: "division" | "reciprocal";
  /** Memory for the result, exactly as long; new memory when absent. */
  readonly out?: Float32Array<ArrayBuffer> | undefined;
}

/**
 * @returns where `tf.image.resize_with_pad` puts an image of one size into a canvas of another; float32 as there. Its
 *   height or width is 0 for an image that is too thin.
 */
export function placement(image: Size, canvas: Size, { ratio = "division" }: PadOptions = {}): Placement {
  const quotient = (a: number, b: number) => (ratio === "division" ? f32(a / b) : f32(a * f32(1 / b)));
  const shrink = Math.max(quotient(image.width, canvas.width), quotient(image.height, canvas.height));
  const height = f32(image.height / shrink);
  const width = f32(image.width / shrink);
  return {
    height: Math.floor(height),
    width: Math.floor(width),
    top: Math.max(0, Math.floor(f32(f32(canvas.height - height) / 2))),
    left: Math.max(0, Math.floor(f32(f32(canvas.width - width) / 2))),
  };
}

/**
 * `tf.image.resize_with_pad`: bilinear whatever the config's interpolation says, centred in a black border.
 * @returns float32 values in HWC order, as large as the canvas
 * @throws RangeError when no pixel of the image would be left
 */
export function resizeWithPad(image: Raster, canvas: Size, options: PadOptions = {}): FloatRaster {
  const place = placement(image, canvas, options);
  const { channels } = image;
  const inner = resize(image, place, { method: "bilinear" }).data;
  const { out: data = new Float32Array(canvas.height * canvas.width * channels) } = options;
  data.fill(0);
  const row = place.width * channels;
  for (let y = 0; y < place.height; y++) {
    const start = ((place.top + y) * canvas.width + place.left) * channels;
    data.set(inner.subarray(y * row, (y + 1) * row), start);
  }
  return { height: canvas.height, width: canvas.width, channels, data };
}
