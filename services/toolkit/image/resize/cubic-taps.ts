import { roundHalfEven } from "../../tensor/round-half-even.js";
import { normalized, packTaps, type TapRun, type Taps } from "./taps.js";

const f32 = Math.fround;
const STEPS = 1024;
const A = -0.5;

/**
 * TensorFlow's `ResizeBicubic`: Keys' cubic, taken from a table of 1025 places between two lines; neighbours outside
 * the image do not count (source: tensorflow/core/kernels/image/resize_bicubic_op.cc).
 */
export function cubicTaps(from: number, to: number): Taps {
  const scale = f32(f32(from) / f32(to));
  const runs = Array.from({ length: to }, (_, i): TapRun => {
    const place = f32(f32(f32(i + 0.5) * scale) - 0.5);
    const line = Math.floor(place);
    const step = roundHalfEven(f32(f32(place - line) * STEPS));
    const weights = [far(step), near(step), near(STEPS - step), far(STEPS - step)];
    const outside = weights.map((_, k) => line - 1 + k < 0 || line - 1 + k >= from);
    const inside = normalized(weights.map((weight, k) => (outside[k] ? 0 : weight)));
    const start = Math.max(0, line - 1);
    return { start, weights: inside.filter((_, k) => !outside[k]) };
  });
  return packTaps(runs, from);
}

/** The weight of a line `step` / 1024 away. */
function near(step: number): number {
  const x = step / STEPS;
  return f32(((A + 2) * x - (A + 3)) * x * x + 1);
}

/** The weight of a line `step` / 1024 and one more away. */
function far(step: number): number {
  const x = step / STEPS + 1;
  return f32(((A * x - 5 * A) * x + 8 * A) * x - 4 * A);
}
