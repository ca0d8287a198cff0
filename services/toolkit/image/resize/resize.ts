import { roundHalfEven } from "../../tensor/round-half-even.js";
import type { FloatRaster, Raster, Size } from "../pixels.js";
import { areaTaps } from "./area-taps.js";
import { bilinear } from "./bilinear.js";
import { cubicTaps } from "./cubic-taps.js";
import { FILTERS, type Filter, filterTaps } from "./filter-taps.js";
import type { Interpolation } from "./interpolations.js";
import { nearest } from "./nearest.js";
import { eachPlane } from "./planes.js";
import { separable } from "./separable.js";
import { cachedTaps } from "./tap-cache.js";
import type { Taps } from "./taps.js";

export interface ResizeOptions {
  readonly method: Interpolation;
  /** Widens the filter of an image that becomes smaller. No effect on `nearest` and `area`. Off when absent. */
  readonly antialias?: boolean;
  /** Makes the image as large as it fits into the size. Off when absent. */
  readonly preserveAspectRatio?: boolean;
  /** Memory for the result, exactly as long; new memory when absent. */
  readonly out?: Float32Array<ArrayBuffer> | undefined;
}

/**
 * Resizes an image as `tf.image.resize` does within a graph: values neither rounded nor clipped, so that `bicubic`,
 * `lanczos3` and `lanczos5` leave the range of the input, and `gaussian` and `mitchellcubic` blur also what keeps its
 * size.
 * @returns float32 values in HWC order
 * @throws RangeError when the image or the result would have no pixel
 */
export function resize(image: Raster, size: Size, options: ResizeOptions): FloatRaster {
  const { height, width } = options.preserveAspectRatio ? fitting(image, size) : size;
  if (!(height > 0 && width > 0)) throw new RangeError("output dimensions must be positive");
  if (!(image.height > 0 && image.width > 0)) throw new RangeError("input image must be of non-zero size");
  const data = resampled(image, { height, width }, options);
  return { height, width, channels: image.channels, data };
}

function resampled(
  image: Raster,
  size: Size,
  { method, antialias = false, out }: ResizeOptions,
): Float32Array<ArrayBuffer> {
  if (method === "nearest") return nearest(image, size, out);
  if (method === "bilinear" && !antialias) return eachPlane(image, size, bilinear, out);
  const axis = (from: number, to: number) =>
    cachedTaps(`${method} ${antialias} ${from} ${to}`, () => taps(method, from, to, { antialias }));
  const grid = { rows: axis(image.height, size.height), columns: axis(image.width, size.width) };
  return eachPlane(image, size, (part, _, to) => separable(part, size, grid, to), out);
}

function taps(
  method: Exclude<Interpolation, "nearest">,
  from: number,
  to: number,
  { antialias }: { antialias: boolean },
): Taps {
  if (method === "area") return areaTaps(from, to);
  if (method === "bicubic" && !antialias) return cubicTaps(from, to);
  return filterTaps(filterOf(method), from, to, { antialias });
}

function filterOf(method: Exclude<Interpolation, "nearest" | "area">): Filter {
  if (method === "bilinear") return FILTERS.triangle;
  return method === "bicubic" ? FILTERS.keysCubic : FILTERS[method];
}

/** @returns the largest size of the image's proportions within another, by TensorFlow's float32 arithmetic. */
function fitting(image: Size, within: Size): Size {
  const f32 = Math.fround;
  const scale = Math.min(f32(within.height / image.height), f32(within.width / image.width));
  return { height: roundHalfEven(f32(scale * image.height)), width: roundHalfEven(f32(scale * image.width)) };
}
