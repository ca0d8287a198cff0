import { roundHalfEven } from "../../toolkit/tensor/round-half-even.js";
import { LIMITS } from "./affine-parameters.js";
import { channels, type InitializerParameters } from "./initializer-parameters.js";

/**
 * A constant tensor in 8 bits: `clip(round(value / scale) + zeroPoint)`, divided in float32 and rounded half to even.
 * The clip bound is the full range of the type, −128 included.
 */
export function quantizeValues(
  data: Float32Array,
  dims: readonly number[],
  parameters: InitializerParameters,
): Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer> {
  const { type, scales, zeroPoint, axis } = parameters;
  const { lowest, highest } = LIMITS[type];
  const { channelOf } = channels(dims, axis);
  const out = type === "int8" ? new Int8Array(data.length) : new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const steps = roundHalfEven(Math.fround((data[i] ?? 0) / (scales[channelOf(i)] ?? 1)));
    out[i] = Math.min(highest, Math.max(lowest, steps + zeroPoint));
  }
  return out;
}

/**
 * A bias as 32-bit integers with zero point 0: divided in double precision and rounded half to even.
 *
 * @param scales - one, or one per element.
 */
export function quantizeBias(data: Float32Array, scales: Float32Array): Int32Array<ArrayBuffer> {
  return Int32Array.from(data, (value, i) => {
    const steps = roundHalfEven(value / (scales.length === 1 ? (scales[0] ?? 1) : (scales[i] ?? 1)));
    return Math.min(2147483647, Math.max(-2147483648, steps));
  });
}
