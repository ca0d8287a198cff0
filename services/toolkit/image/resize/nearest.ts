import type { Raster, Size } from "../pixels.js";

const f32 = Math.fround;

/**
 * Nearest neighbour, half-pixel centres, as TensorFlow's `ResizeNearestNeighbor`: every value is a pixel's own.
 * @param out takes the result
 * @returns size.height × size.width × channels values in HWC order
 */
export function nearest(
  image: Raster,
  size: Size,
  out: Float32Array<ArrayBuffer> = new Float32Array(size.height * size.width * image.channels),
): Float32Array<ArrayBuffer> {
  const { data, channels } = image;
  const rows = sources(image.height, size.height, image.width * channels);
  const columns = sources(image.width, size.width, channels);
  let to = 0;
  for (const row of rows) {
    if (channels === 3) to = copyColours(data, row, columns, out, to);
    else to = copyPixels(data, row, columns, out, to, channels);
  }
  return out;
}

/** Three channels are by far the most frequent: without the inner loop it takes half the time. */
function copyColours(
  data: Uint8Array | Float32Array,
  row: number,
  columns: Int32Array,
  out: Float32Array,
  to: number,
): number {
  let at = to;
  for (let x = 0; x < columns.length; x++) {
    const from = row + (columns[x] ?? 0);
    out[at] = data[from] ?? 0;
    out[at + 1] = data[from + 1] ?? 0;
    out[at + 2] = data[from + 2] ?? 0;
    at += 3;
  }
  return at;
}

function copyPixels(
  data: Uint8Array | Float32Array,
  row: number,
  columns: Int32Array,
  out: Float32Array,
  to: number,
  channels: number,
): number {
  let at = to;
  for (let x = 0; x < columns.length; x++) {
    const from = row + (columns[x] ?? 0);
    for (let c = 0; c < channels; c++) out[at++] = data[from + c] ?? 0;
  }
  return at;
}

function sources(from: number, to: number, stride: number): Int32Array {
  const scale = f32(f32(from) / f32(to));
  return Int32Array.from({ length: to }, (_, i) => {
    const source = Math.floor(f32(f32(i + 0.5) * scale));
    return Math.min(source, from - 1) * stride;
  });
}
