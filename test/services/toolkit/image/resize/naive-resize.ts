import type { Raster, Size } from "../../../../../services/toolkit/image/pixels.js";

/** Resizing as its formulas say, in doubles: a full matrix of weights for each axis, applied to every value. */
export function naiveResize(
  image: Raster,
  size: Size,
  weights: (from: number, to: number) => number[][],
): number[] {
  const { width, channels, data } = image;
  const rows = weights(image.height, size.height);
  const columns = weights(width, size.width);
  return rows.flatMap((row) =>
    columns.flatMap((column) =>
      Array.from({ length: channels }, (_, c) => {
        let sum = 0;
        row.forEach((down, y) => {
          column.forEach((across, x) => {
            if (down !== 0 && across !== 0)
              sum += down * across * (data[(y * width + x) * channels + c] ?? 0);
          });
        });
        return sum;
      }),
    ),
  );
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Filters by radius and formula, not by the code that is tested. */
const FILTERS: Readonly<Record<string, readonly [number, (x: number) => number]>> = {
  bilinear: [1, (x) => 1 - x],
  bicubic: [2, (x) => (x < 1 ? 1.5 * x ** 3 - 2.5 * x ** 2 + 1 : -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2)],
  lanczos3: [3, (x) => sinc(x) * sinc(x / 3)],
  lanczos5: [5, (x) => sinc(x) * sinc(x / 5)],
  gaussian: [1.5, (x) => Math.exp(-2 * x * x)],
  mitchellcubic: [
    2,
    (x) =>
      x < 1
        ? (7 * x ** 3 - 12 * x ** 2 + 16 / 3) / 6
        : (-(7 / 3) * x ** 3 + 12 * x ** 2 - 20 * x + 32 / 3) / 6,
  ],
};

const f32 = Math.fround;

/**
 * @returns the weights of a filter around each target line's centre; those within the image add up to 1. Centre and
 *   distance are rounded as TensorFlow's are, in float32: it decides which lines are within the radius.
 */
export function filterWeights(
  name: string,
  { antialias }: { antialias: boolean },
): (from: number, to: number) => number[][] {
  const [radius, weight] = FILTERS[name] ?? [0, () => 0];
  return (from, to) => {
    const step = f32(1 / f32(to / from));
    const squeeze = antialias ? f32(1 / Math.max(step, 1)) : 1;
    return Array.from({ length: to }, (_, i) => {
      const centre = f32((i + 0.5) * step);
      const line = Array.from({ length: from }, (_, j) => {
        const distance = Math.abs(f32(f32(j + 0.5 - centre) * squeeze));
        return distance < radius ? weight(distance) : 0;
      });
      const sum = line.reduce((a, b) => a + b, 0);
      return line.map((value) => value / sum);
    });
  };
}

/** @returns the share of each target line that each source line covers. */
export function areaWeights(from: number, to: number): number[][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) =>
    Array.from({ length: from }, (_, j) => {
      const overlap = Math.min(j + 1, (i + 1) * scale) - Math.max(j, i * scale);
      return Math.max(overlap, 0) / scale;
    }),
  );
}
