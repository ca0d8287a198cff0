import { roundHalfEven } from "../../toolkit/tensor/round-half-even.js";
import type { Range } from "./calibrator.js";

export type ActivationType = "int8" | "uint8";

/** real = scale · (stored − zeroPoint); the scale is a float32 value. */
export interface AffineParameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The least normal float32: a scale below it is replaced by 1. */
const LEAST_NORMAL = 2 ** -126;

/**
 * Asymmetric parameters of a range, which is widened to hold 0. The zero point is rounded with the scale in double
 * precision, before the scale itself is rounded to float32 (`compute_scale_zp` of onnxruntime 1.32).
 */
export function affineParameters(range: Range, type: ActivationType): AffineParameters {
  const min = Math.min(range.min, 0);
  const scale = (Math.max(range.max, 0) - min) / 255;
  if (scale < LEAST_NORMAL) return { scale: 1, zeroPoint: 0 };
  const { lowest } = LIMITS[type];
  return { scale: Math.fround(scale), zeroPoint: roundHalfEven(lowest - min / scale) };
}

/** The scale of values up to `absMax` on both sides, stored as −127 … 127 around a zero point of 0. */
export function symmetricScale(absMax: number): number {
  const scale = (2 * absMax) / 254;
  return scale < LEAST_NORMAL ? 1 : Math.fround(scale);
}

export const LIMITS = { int8: { lowest: -128, highest: 127 }, uint8: { lowest: 0, highest: 255 } } as const;
