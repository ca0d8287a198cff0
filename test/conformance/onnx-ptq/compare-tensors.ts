import { tensorData } from "../../../services/toolkit/onnx/tensor-data.js";
import { type CompareTensor, exactly } from "./compare-graph.js";
import type { GoldenSamples } from "./golden-samples.js";
import type { GoldenInitializer } from "./manifest.js";

/** Of a range that differs in its last bits. */
const SCALE_TOLERANCE = 4e-6;

/**
 * The same shape, and the same values up to what a calibrated range that differs in its last bits may change: scales
 * to 4e-6, zero points by 1, weights by a step, biases by a step or 4e-6.
 */
export function nearly(samples: GoldenSamples): CompareTensor {
  return (tensor, golden) => {
    const difference = exactly(tensor, golden);
    if (difference !== "has other values") return difference;
    const wanted = valuesOf(golden, samples);
    const got = Array.from(tensorData(tensor), Number);
    // Large constants are given by their hash alone.
    if (wanted === undefined) return difference;
    const steps = golden.dtype === "float32" ? 0 : 1;
    const wrong = got.findIndex((value, i) => {
      const expected = wanted[i] ?? Number.NaN;
      return !(Math.abs(value - expected) <= steps + SCALE_TOLERANCE * Math.abs(expected));
    });
    return wrong < 0 ? undefined : `is ${got[wrong]} at ${wrong} for ${wanted[wrong]}`;
  };
}

function valuesOf(
  { dtype, values, data }: GoldenInitializer,
  samples: GoldenSamples,
): readonly number[] | undefined {
  if (values !== undefined || data === undefined) return values;
  const { buffer } = samples.bytes(data);
  switch (dtype) {
    case "float32":
      return [...new Float32Array(buffer)];
    case "int32":
      return [...new Int32Array(buffer)];
    case "int8":
      return [...new Int8Array(buffer)];
    case "uint8":
      return [...new Uint8Array(buffer)];
    default:
      return undefined;
  }
}
