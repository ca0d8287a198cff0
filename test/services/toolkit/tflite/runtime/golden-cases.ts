/** The golden quantized networks with what TensorFlow's kernels answer. */
import { readFileSync } from "node:fs";
import { hasShared, shared } from "../../../../shared.js";

interface Blob {
  readonly blob: string;
  readonly offset: number;
  readonly bytes: number;
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface GoldenRun {
  readonly input: Blob;
  readonly outputs: readonly Blob[];
}

export interface GoldenCase {
  readonly id: string;
  readonly tflite: string;
  readonly float_tflite: string;
  readonly test_inputs: readonly Blob[];
  readonly float_outputs: readonly (readonly Blob[])[];
  readonly test_outputs: Readonly<Record<"reference" | "default_xnnpack", readonly GoldenRun[]>>;
  readonly kernel_difference: { readonly default_xnnpack: number };
}

const folder = ["golden", "tflite_ptq"];
const binary = hasShared ? readFileSync(shared(...folder, "data.bin")) : Buffer.alloc(0);

/** Every case of the suite; none without the reference material. */
export const goldenCases: readonly GoldenCase[] = hasShared
  ? JSON.parse(readFileSync(shared(...folder, "manifest.json"), "utf8")).cases
  : [];

/** @returns the bytes of a model of the suite. */
export function goldenModel(path: string): Uint8Array {
  return new Uint8Array(readFileSync(shared(...folder, path)));
}

/** @returns a tensor of the suite in the array type of its data. */
export function tensorOf({ offset, bytes, dtype }: Blob): Float32Array | Int8Array | Uint8Array {
  const { buffer } = Uint8Array.from(binary.subarray(offset, offset + bytes));
  if (dtype === "int8") return new Int8Array(buffer);
  return dtype === "uint8" ? new Uint8Array(buffer) : new Float32Array(buffer);
}
