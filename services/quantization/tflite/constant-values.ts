/** Values of constants as integers. Rounding is half away from 0; the order of float32 and double steps is TensorFlow's. */
import { elementCount } from "../../toolkit/tensor/element-count.js";
import { type Parameters, roundHalfAway, symmetricScale } from "./parameters.js";

/** Where the channels of a constant are: element (o · channels + c) · inner + i belongs to channel c. */
export interface Channels {
  readonly count: number;
  readonly inner: number;
}

/** @param axis - undefined: the whole tensor is one channel. */
export function channelsOf(shape: readonly number[], axis: number | undefined): Channels {
  const size = (from: number) => elementCount(shape.slice(from));
  return axis === undefined || axis >= shape.length
    ? { count: 1, inner: size(0) }
    : { count: shape[axis] ?? 1, inner: size(axis + 1) };
}

/** The greatest magnitude in each channel; NaN or infinite where one of its values is. */
export function greatestMagnitudes(
  data: Float32Array,
  { count, inner }: Channels,
): Float32Array<ArrayBuffer> {
  const greatest = new Float32Array(count);
  for (let at = 0, channel = 0; at < data.length; at += inner) {
    let max = greatest[channel] ?? 0;
    for (let i = at; i < at + inner; i++) {
      const magnitude = Math.abs(data[i] ?? 0);
      if (magnitude > max) max = magnitude;
      else if (Number.isNaN(magnitude)) max = Number.NaN;
    }
    greatest[channel] = max;
    channel = channel + 1 === count ? 0 : channel + 1;
  }
  return greatest;
}

/** Scales of a weight stored as −127 … 127, one a channel. */
export function weightScales(magnitudes: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(magnitudes, symmetricScale);
}

/**
 * A weight as −127 … 127. Several channels are multiplied by 1/scale; a single one is multiplied by 127/max, in
 * float32 both.
 */
export function quantizeWeight(
  data: Float32Array,
  channels: Channels,
  { scales, magnitudes }: { scales: Float32Array; magnitudes: Float32Array },
): Int8Array<ArrayBuffer> {
  const { count, inner } = channels;
  const factors = Float32Array.from(scales, (scale) => 1 / scale);
  const [scale = 1, max = 0] = [scales[0], magnitudes[0]];
  if (count === 1 && Math.abs(Math.fround(max / 127) - scale) <= FOLLOWED) factors[0] = 127 / max;
  const out = new Int8Array(data.length);
  for (let at = 0, channel = 0; at < data.length; at += inner) {
    const factor = factors[channel] ?? 1;
    for (let i = at; i < at + inner; i++) {
      // A half is added and the fraction cut off by the store, which rounds float32 values exactly.
      const steps = Math.fround((data[i] ?? 0) * factor);
      const cut = steps < 0 ? steps - 0.5 : steps + 0.5;
      out[i] = cut >= 128 ? 127 : cut <= -128 ? -127 : cut;
    }
    channel = channel + 1 === count ? 0 : channel + 1;
  }
  return out;
}

/** A single weight scale that was widened by more than this for its bias is divided by, else the maximum is. */
const FOLLOWED = 1e-3;

/** A constant operand as −128 … 127, divided in double precision. */
export function quantizeOperand(
  data: Float32Array,
  { scale, zeroPoint }: Parameters,
): Int8Array<ArrayBuffer> {
  return Int8Array.from(data, (value) =>
    Math.min(127, Math.max(-128, roundHalfAway(value / scale + zeroPoint))),
  );
}

const INT32_MAX = 2 ** 31 - 1;
/** A bias is kept below this, so that there is room for the products beside it. */
const BIAS_MAX = (INT32_MAX - 1) / 2;

/** A bias as 32-bit integers: multiplied by 1/scale in float32. */
export function quantizeBias(data: Float32Array, scales: Float32Array): Int32Array<ArrayBuffer> {
  const factors = Float32Array.from(scales, (scale) => (scale === 0 ? 0 : 1 / scale));
  return Int32Array.from(data, (value, i) => {
    const factor = factors[factors.length === 1 ? 0 : i] ?? 0;
    const steps = roundHalfAway(Math.fround(value * factor)) || 0;
    return Math.min(INT32_MAX, Math.max(-INT32_MAX, steps));
  });
}

/** The scales of a bias, those of its weight times that of the data; both wider where the bias would overflow. */
export function biasScales(
  bias: Float32Array,
  weight: Float32Array,
  dataScale: number,
): { bias: Float32Array<ArrayBuffer>; weight: Float32Array } {
  const scales = Float32Array.from(weight, (scale) => dataScale * scale);
  const widened = new Map<number, number>();
  for (const [channel, scale] of scales.entries()) {
    const magnitude = scales.length === 1 ? Math.max(0, ...magnitudesOf(bias)) : Math.abs(bias[channel] ?? 0);
    if (magnitude / scale > BIAS_MAX) widened.set(channel, magnitude / BIAS_MAX);
  }
  if (widened.size === 0) return { bias: scales, weight };
  const wider = Float32Array.from(weight);
  for (const [channel, scale] of widened) {
    scales[channel] = scale;
    wider[channel] = scale / dataScale;
  }
  return { bias: scales, weight: wider };
}

function magnitudesOf(data: Float32Array): Float32Array {
  return greatestMagnitudes(data, { count: 1, inner: data.length });
}

/** Least and greatest value of a constant. */
export function extremes(data: Float32Array): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
