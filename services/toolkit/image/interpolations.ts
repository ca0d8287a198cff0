import { bilinear } from "./bilinear.js";
import { nearest } from "./nearest.js";
import type { Pixels, Size } from "./pixels.js";

/** Resizes an image as `tf.image.resize` does without antialiasing: float32, HWC, values not rescaled nor clipped. */
export type Interpolate = (image: Pixels, size: Size) => Float32Array;

/** By the name that `preprocessing.resizing.interpolation` gives. */
export const INTERPOLATIONS: ReadonlyMap<string, Interpolate> = new Map([
  ["bilinear", bilinear],
  ["nearest", nearest],
]);
