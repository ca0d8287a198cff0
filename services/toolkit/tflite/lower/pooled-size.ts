import { PADDING } from "../schema/enumerations.js";

/** @returns how many windows of `window` values, `stride` apart, TensorFlow puts on `size` values */
export function pooledSize(size: number, window: number, stride: number, padding: number): number {
  const covered = padding === PADDING.SAME ? size : size - window + 1;
  return Math.max(0, Math.ceil(covered / stride));
}
