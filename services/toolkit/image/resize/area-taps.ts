import { packTaps, type TapRun, type Taps } from "./taps.js";

const f32 = Math.fround;

/**
 * TensorFlow's `ResizeArea`: each source line by the share of it that the target line covers
 * (source: tensorflow/core/kernels/image/resize_area_op.cc).
 */
export function areaTaps(from: number, to: number): Taps {
  const scale = f32(f32(from) / f32(to));
  const runs = Array.from({ length: to }, (_, i): TapRun => {
    const low = f32(i * scale);
    const high = f32((i + 1) * scale);
    const start = Math.min(Math.floor(low), from - 1);
    const end = Math.min(Math.max(Math.ceil(high), start + 1), from);
    const weights = Array.from({ length: end - start }, (_, k) => {
      const line = start + k;
      return (Math.min(line + 1, high) - Math.max(line, low)) / scale;
    });
    return { start, weights };
  });
  return packTaps(runs, from);
}
