import type { Pixels, Size } from "./pixels.js";

const f32 = Math.fround;

/** Between which source lines an output line falls, and how far along. */
interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Bilinear, half-pixel centres, no antialiasing: bit for bit TensorFlow's `ResizeBilinear` kernel, which works in
 * float32 throughout (source: tensorflow/core/kernels/image/resize_bilinear_op.cc).
 * @returns size.height × size.width × channels values in HWC order
 */
export function bilinear(image: Pixels, size: Size): Float32Array {
  const { data, channels } = image;
  const rows = taps(image.height, size.height, image.width * channels);
  const columns = taps(image.width, size.width, channels);
  const out = new Float32Array(size.height * size.width * channels);
  let to = 0;
  for (let y = 0; y < size.height; y++) {
    const top = rows.low[y] ?? 0;
    const bottom = rows.high[y] ?? 0;
    const down = rows.weight[y] ?? 0;
    for (let x = 0; x < size.width; x++) {
      const left = columns.low[x] ?? 0;
      const right = columns.high[x] ?? 0;
      const along = columns.weight[x] ?? 0;
      for (let c = 0; c < channels; c++) {
        const upper = lerp(data[top + left + c] ?? 0, data[top + right + c] ?? 0, along);
        const lower = lerp(data[bottom + left + c] ?? 0, data[bottom + right + c] ?? 0, along);
        out[to++] = lerp(upper, lower, down);
      }
    }
  }
  return out;
}

function lerp(from: number, to: number, weight: number): number {
  return f32(from + f32(f32(to - from) * weight));
}

/** Positions are multiplied by `stride`, so that they index samples. */
function taps(from: number, to: number, stride: number): Taps {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const weight = new Float32Array(to);
  const scale = f32(f32(from) / f32(to));
  for (let i = 0; i < to; i++) {
    const position = f32(f32(f32(i + 0.5) * scale) - 0.5);
    const floor = Math.floor(position);
    low[i] = Math.max(floor, 0) * stride;
    high[i] = Math.min(Math.ceil(position), from - 1) * stride;
    weight[i] = f32(position - floor);
  }
  return { low, high, weight };
}
