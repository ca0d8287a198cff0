export interface Tolerance {
  /** Largest difference of a value. */
  readonly most: number;
  readonly mean: number;
}

/** @returns how far two tensors are apart, when that is farther than allowed; undefined otherwise. */
export function differenceOf(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { most, mean }: Tolerance,
): string | undefined {
  if (got.length !== wanted.length) return `${got.length} values, expected ${wanted.length}`;
  let sum = 0;
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const distance = Math.abs((got[i] ?? Number.NaN) - (wanted[i] ?? Number.NaN));
    sum += distance;
    if (!(distance <= worst)) worst = distance;
  }
  if (worst <= most && sum <= mean * got.length) return undefined;
  return `differs by up to ${worst} (allowed ${most}), by ${sum / got.length} on average (allowed ${mean})`;
}
