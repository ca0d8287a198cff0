import type { Tensor } from "../../../services/toolkit/tflite/graph.js";
import { relaxed } from "../relaxed-rules.js";
import { sameFloat } from "./compare-float.js";
import type { CompareTensor } from "./match-graphs.js";

/** Above this, a bias is that of a dead channel: a quotient of float32 whose last bits are noise. */
const DEAD_BIAS = 2 ** 24;
const DEAD_BIAS_NOISE = 64;

/** What may differ where ranges do in their last bits. */
export interface Allowance {
  /** Of a scale, relative. */
  readonly scale: number;
  readonly zeroPoint: number;
  /** Of a bias, in steps and relative. */
  readonly bias: { readonly steps: number; readonly relative: number };
}

export const EXACT: Allowance = { scale: 0, zeroPoint: 0, bias: { steps: 0, relative: 0 } };
/**
 * TensorFlow folds batch normalizations with a reciprocal square root whose last bits are those of its processor
 * (Eigen refines the approximation of rsqrtps), so the scales of folded weights differ in theirs.
 */
export const FOLDED: Allowance = { scale: 1e-6, zeroPoint: 0, bias: { steps: 1, relative: 1e-6 } };
/** A range that differs by 4e-6 changes no weight, but scales, and the biases that are in their unit. */
export const CALIBRATED: Allowance = { scale: 4e-6, zeroPoint: 1, bias: { steps: 1, relative: 4e-6 } };

/** The same type, shape, scales, zero points and integers, but for what ALGORITHM.md (4) and the allowance leave. */
export function sameIntegers(allowance: Allowance): CompareTensor {
  return (got, golden) =>
    quantizationDifference(got, golden, allowance) ??
    (isBias(golden) && golden.data !== undefined
      ? biasDifference(got, golden, allowance)
      : sameFloat(got, golden));
}

function quantizationDifference(got: Tensor, golden: Tensor, allowance: Allowance): string | undefined {
  const { scale = [], zeroPoint = [], dimension = 0 } = got.quantization ?? {};
  const wanted = golden.quantization ?? { scale: [], zeroPoint: [], dimension: 0 };
  const name = `'${golden.name}'`;
  if (scale.length !== wanted.scale.length)
    return `${name} has ${scale.length} scales for ${wanted.scale.length}`;
  if (wanted.scale.length > 1 && dimension !== wanted.dimension)
    return `${name} has its scales along dimension ${dimension} for ${wanted.dimension}`;
  for (const [i, value] of wanted.scale.entries())
    if (!(Math.abs((scale[i] ?? Number.NaN) - value) <= allowance.scale * value))
      return `${name} has the scale ${scale[i]} at ${i} for ${value}`;
  if (wanted.scale.some((value, i) => value !== scale[i])) relaxed("scales that differ in their last bits");
  for (const [i, value] of wanted.zeroPoint.entries())
    if (!(Math.abs((zeroPoint[i] ?? Number.NaN) - value) <= allowance.zeroPoint))
      return `${name} has the zero point ${zeroPoint[i]} at ${i} for ${value}`;
  return undefined;
}

/** Other INT32 constants (shapes, axes) have no scale. */
function isBias({ type, quantization }: Tensor): boolean {
  return type === "INT32" && quantization !== undefined;
}

function biasDifference(got: Tensor, golden: Tensor, { bias }: Allowance): string | undefined {
  if (got.type !== golden.type || got.data === undefined) return sameFloat(got, golden);
  const values = Array.from(got.data, Number);
  const wanted = Array.from(golden.data ?? [], Number);
  if (values.length !== wanted.length) return `has ${values.length} values for ${wanted.length}`;
  for (const [i, value] of wanted.entries()) {
    const dead = Math.abs(value) > DEAD_BIAS;
    const allowed = (dead ? DEAD_BIAS_NOISE : 0) + bias.steps + bias.relative * Math.abs(value);
    const difference = Math.abs((values[i] ?? Number.NaN) - value);
    if (!(difference <= allowed)) return `'${golden.name}' is ${values[i]} at ${i} for ${value}`;
    if (dead && difference > 0) relaxed("bias of a dead channel within 64");
  }
  return undefined;
}
