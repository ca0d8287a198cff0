import type { Range } from "./ranges.js";

/** Affine 8-bit parameters of a whole tensor: value = scale · (q − zeroPoint). The scale is a float32 value. */
export interface Parameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A range narrower than this is widened (`kNearZeroTolerance` of TensorFlow's quantizer). */
export const NARROWEST = 1e-6;

/** Whether a calibrated range holds nothing but 0, or nearly so, and was therefore widened. */
export function isDegenerate({ min, max }: Range): boolean {
  return Math.max(Math.fround(max), 0) - Math.min(Math.fround(min), 0) < NARROWEST;
}

/**
 * Parameters of an activation with this calibrated range, which is widened to hold 0; int8, −128 … 127.
 * A range of nearly nothing becomes ±1e-6 around itself, as in TensorFlow.
 */
export function activationParameters(range: Range): Parameters {
  const min = Math.min(Math.fround(range.min), 0);
  const max = Math.max(Math.fround(range.max), 0);
  return isDegenerate(range) ? asymmetric(min - NARROWEST, max + NARROWEST) : asymmetric(min, max);
}

/** Parameters of a constant operand (of an ADD, MUL, …) with these extremes; int8, −128 … 127. */
export function constantParameters({ min, max }: Range): Parameters {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)];
  if (high - low > NARROWEST) return asymmetric(low, high);
  return asymmetric(Math.min(low, -NARROWEST / 2), Math.max(high, NARROWEST / 2));
}

/** The scale of integers −127 … 127 for values up to `absMax` on both sides. */
export function symmetricScale(absMax: number): number {
  const half = 2 * absMax > NARROWEST ? absMax : Math.max(absMax, NARROWEST / 2);
  return Math.fround(Math.fround(2 * Math.fround(half)) / 254);
}

/** Subtracted and divided in float32, the zero point rounded with ties away from 0 (`DownCastScale`). */
function asymmetric(min: number, max: number): Parameters {
  const scale = Math.fround(Math.fround(Math.fround(max) - Math.fround(min)) / 255);
  const zeroPoint = roundHalfAway(Math.fround(-128 - min / scale));
  return { scale, zeroPoint: Math.min(127, Math.max(-128, zeroPoint)) };
}

/** @returns the nearest integer, of two equally near ones the one further from 0 (C's `round`). */
export function roundHalfAway(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

export function sameParameters(a: Parameters, b: Parameters): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}
