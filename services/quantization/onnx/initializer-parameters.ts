import { elementCount } from "../../toolkit/tensor/element-count.js";
import { type ActivationType, affineParameters, symmetricScale } from "./affine-parameters.js";

/** How a constant tensor is stored in 8 bits. */
export interface InitializerParameters {
  readonly type: ActivationType;
  /** One per channel along `axis`; a single one without it. */
  readonly scales: Float32Array<ArrayBuffer>;
  /** The same for all channels; 0 for weights. */
  readonly zeroPoint: number;
  readonly axis?: number;
}

/** Weights: int8, symmetric, zero point 0, one scale per channel along `axis` or one for all. */
export function weightParameters(
  data: Float32Array,
  dims: readonly number[],
  axis?: number,
): InitializerParameters {
  const { count, channelOf } = channels(dims, axis);
  const absMax = new Float64Array(count);
  for (let i = 0; i < data.length; i++) {
    const channel = channelOf(i);
    absMax[channel] = Math.max(absMax[channel] ?? 0, Math.abs(data[i] ?? 0));
  }
  const scales = Float32Array.from(absMax, symmetricScale);
  return { type: "int8", scales, zeroPoint: 0, ...(axis === undefined ? {} : { axis }) };
}

/** A constant operand of an elementwise operator: the activations' type, asymmetric, from its own extremes. */
export function constantParameters(data: Float32Array, type: ActivationType): InitializerParameters {
  let min = 0;
  let max = 0;
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const { scale, zeroPoint } = affineParameters({ min, max }, type);
  return { type, scales: Float32Array.of(scale), zeroPoint };
}

/** @returns how many channels there are along an axis, and the channel of an element by its row-major position. */
export function channels(
  dims: readonly number[],
  axis?: number,
): { count: number; channelOf: (index: number) => number } {
  if (axis === undefined) return { count: 1, channelOf: () => 0 };
  const count = dims[axis] ?? 1;
  const inner = elementCount(dims.slice(axis + 1));
  return { count, channelOf: (index) => Math.floor(index / inner) % count };
}
