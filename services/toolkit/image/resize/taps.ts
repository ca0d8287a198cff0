/** Which neighbouring source lines make up each target line: rows for one axis, columns for the other. */
export interface Taps {
  /** Source lines of a target line; the same for all. */
  readonly count: number;
  /** The first of them, for each target line; these never decrease. */
  readonly starts: Int32Array;
  /** Their weights: `count` for each target line. */
  readonly weights: Float32Array;
}

/** One target line: a run of source lines, and what each adds. */
export interface TapRun {
  readonly start: number;
  readonly weights: readonly number[];
}

/** @param from how many source lines there are: every run lies within them */
export function packTaps(runs: readonly TapRun[], from: number): Taps {
  const count = runs.reduce((most, { weights }) => Math.max(most, weights.length), 1);
  const starts = new Int32Array(runs.length);
  const weights = new Float32Array(runs.length * count);
  runs.forEach((run, i) => {
    const start = Math.min(run.start, from - count);
    starts[i] = start;
    weights.set(run.weights, i * count + run.start - start);
  });
  return { count, starts, weights };
}

/** @returns the weights divided by their sum, in float32 as TensorFlow does. */
export function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => Math.fround(total + weight), 0);
  if (Math.abs(sum) < LEAST_SUM) return [...weights];
  const factor = Math.fround(1 / sum);
  return weights.map((weight) => Math.fround(weight * factor));
}

/** A thousand times the smallest normal float32; TensorFlow leaves smaller sums as they are. */
const LEAST_SUM = 1000 * 2 ** -126;
