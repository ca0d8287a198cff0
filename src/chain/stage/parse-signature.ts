import type { Signature, TensorSpec } from "../protocol.js";

/** @returns the signature of a network as a stage told it; undefined when it is none. */
export function parseSignature(value: unknown): Signature | undefined {
  if (typeof value !== "object" || value === null || !("inputs" in value && "outputs" in value))
    return undefined;
  const { inputs, outputs } = value;
  if (!Array.isArray(inputs) || !Array.isArray(outputs)) return undefined;
  return inputs.every(isSpec) && outputs.every(isSpec) ? { inputs, outputs } : undefined;
}

function isSpec(value: unknown): value is TensorSpec {
  if (typeof value !== "object" || value === null) return false;
  if (!("name" in value && "dtype" in value && "shape" in value)) return false;
  const { name, dtype, shape } = value;
  return typeof name === "string" && typeof dtype === "string" && Array.isArray(shape) && shape.every(isSize);
}

function isSize(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= -1;
}
