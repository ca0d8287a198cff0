import type { Pixels, Size } from "./pixels.js";

const f32 = Math.fround;

/**
 * Nearest neighbour, half-pixel centres, as TensorFlow's `ResizeNearestNeighbor`: every value is a pixel's own.
 * @returns size.height × size.width × channels values in HWC order
 */
export function nearest(image: Pixels, size: Size): Float32Array {
  const { data, channels } = image;
  const rows = sources(image.height, size.height, image.width * channels);
  const columns = sources(image.width, size.width, channels);
  const out = new Float32Array(size.height * size.width * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let c = 0; c < channels; c++) out[to++] = data[row + column + c] ?? 0;
    }
  }
  return out;
}

function sources(from: number, to: number, stride: number): Int32Array {
  const scale = f32(f32(from) / f32(to));
  return Int32Array.from({ length: to }, (_, i) => {
    const source = Math.floor(f32(f32(i + 0.5) * scale));
    return Math.min(source, from - 1) * stride;
  });
}
