import type { Operator, Quantization, Tensor, TensorType } from "../graph.js";

/** Versions by the type of an input. */
export type ByType = Partial<Record<TensorType, number>>;

/** @returns the version for the type of input `index`, or `other`. */
export function byType(operator: Operator, versions: ByType, other = 1, index = 0): number {
  const type = typeOf(operator, index);
  return (type === undefined ? undefined : versions[type]) ?? other;
}

export function typeOf({ inputs }: Operator, index: number): TensorType | undefined {
  return inputs[index]?.type;
}

/** @returns the rank of the first input. */
export function rank({ inputs }: Operator): number {
  return inputs[0]?.shape.length ?? 0;
}

export function isInt16({ inputs, outputs }: Operator): boolean {
  return inputs[0]?.type === "INT16" && outputs[0]?.type === "INT16";
}

/** Whether floats are computed with int8 weights. */
export function isHybrid({ inputs, outputs }: Operator): boolean {
  return inputs[0]?.type === "FLOAT32" && inputs[1]?.type === "INT8" && outputs[0]?.type === "FLOAT32";
}

export function isPerChannel(quantization: Quantization | undefined): boolean {
  return quantization !== undefined && quantization.scale.length > 1;
}

/** @returns how many scales a tensor has, or nothing when it has none. */
export function scales(tensor: Tensor | undefined): number | undefined {
  return tensor?.quantization?.scale.length;
}

/** Whether two inputs of different shapes have more than four dimensions. */
export function broadcastsBeyond4({ inputs }: Operator): boolean {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || a.shape.join() === b.shape.join()) return false;
  return Math.max(a.shape.length, b.shape.length) > 4;
}

/** Whether a product of quantized values is rescaled by 1 or more, in float32 as TensorFlow computes it. */
export function multipliesBeyond1({ inputs: [a, b], outputs: [product] }: Operator): boolean {
  const [first, second, out] = [a, b, product].map((tensor) => tensor?.quantization?.scale[0] ?? 0);
  if (!first || !second || !out) return false;
  return Math.fround(Math.fround(first * second) / out) >= 1;
}
