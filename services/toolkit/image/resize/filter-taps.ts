import { normalized, packTaps, type TapRun, type Taps } from "./taps.js";

const f32 = Math.fround;

/** A bell or wave that weighs neighbours by their distance. */
export interface Filter {
  readonly radius: number;
  /** @param x distance, in [0, radius] */
  readonly weight: (x: number) => number;
}

/** By the names of `tf.image.resize` (source: tensorflow/core/kernels/image/sampling_kernels.h). */
export const FILTERS = {
  triangle: { radius: 1, weight: (x) => 1 - x },
  lanczos3: { radius: 3, weight: lanczos(3) },
  lanczos5: { radius: 5, weight: lanczos(5) },
  gaussian: { radius: 1.5, weight: gaussian(1.5) },
  keysCubic: { radius: 2, weight: keysCubic },
  mitchellcubic: { radius: 2, weight: mitchellCubic },
} as const satisfies Record<string, Filter>;

/**
 * TensorFlow's `ScaleAndTranslate`: a filter around each target line's place in the source, cut off at the image's
 * edges (source: tensorflow/core/kernels/image/scale_and_translate_op.cc).
 * @param antialias widens the filter when the image is made smaller
 */
export function filterTaps(
  { radius, weight }: Filter,
  from: number,
  to: number,
  { antialias }: { antialias: boolean },
): Taps {
  const step = f32(1 / f32(f32(to) / f32(from)));
  const stretch = antialias ? Math.max(step, 1) : 1;
  const squeeze = f32(1 / stretch);
  const reach = f32(radius * stretch);
  const runs = Array.from({ length: to }, (_, i): TapRun => {
    const place = f32(f32(i + 0.5) * step);
    const start = Math.max(0, Math.ceil(f32(f32(place - reach) - 0.5)));
    const end = Math.min(from - 1, Math.floor(f32(f32(place + reach) - 0.5)));
    const weights = Array.from({ length: Math.max(1, end - start + 1) }, (_, k) => {
      const distance = Math.abs(f32(f32(f32(start + k + 0.5) - place) * squeeze));
      return distance > radius ? 0 : f32(weight(distance));
    });
    return { start: Math.min(start, from - 1), weights: normalized(weights) };
  });
  return packTaps(runs, from);
}

function lanczos(radius: number): (x: number) => number {
  return (x) => {
    if (x <= 1e-3) return 1;
    const turn = Math.PI * x;
    return (radius * Math.sin(turn) * Math.sin(turn / radius)) / (turn * turn);
  };
}

/** The standard deviation is a third of the radius. */
function gaussian(radius: number): (x: number) => number {
  const sigma = radius / 3;
  return (x) => (x >= radius ? 0 : Math.exp(-(x * x) / (2 * sigma * sigma)));
}

/** Keys' cubic with a = −1/2. */
function keysCubic(x: number): number {
  if (x >= 2) return 0;
  return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
}

/** Mitchell and Netravali's cubic with B = C = 1/3. */
function mitchellCubic(x: number): number {
  if (x >= 2) return 0;
  return x >= 1 ? (((-7 / 18) * x + 2) * x - 10 / 3) * x + 16 / 9 : ((7 / 6) * x - 2) * x * x + 8 / 9;
}
