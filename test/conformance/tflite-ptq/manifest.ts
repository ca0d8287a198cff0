/** The golden vectors of TFLite post-training quantization, as their manifest describes them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Blob } from "../blob.js";

type EndType = "float" | "int8" | "uint8";

export interface GoldenRun {
  /** As it was fed: integers where the network takes integers. */
  readonly input: Blob;
  readonly outputs: readonly Blob[];
}

export interface GoldenCase {
  /** `tflite_ptq/<network>/<variant>`. */
  readonly id: string;
  /** The Keras file, relative to the vectors, as the others. */
  readonly model: string;
  readonly float_tflite: string;
  readonly tflite: string;
  readonly options: {
    readonly inference_input_type: EndType;
    readonly inference_output_type: EndType;
    readonly per_tensor: boolean;
  };
  readonly input_shape: readonly number[];
  readonly calibration?: readonly Blob[] | null;
  readonly calibration_spec?: { readonly generator: string };
  readonly test_inputs: readonly Blob[];
  /** Operator codes of the quantized file with their versions. */
  readonly dump: {
    readonly operator_codes: readonly { readonly builtin: string; readonly version: number }[];
  };
  /** By the names of the float file's tensors. */
  readonly calibrated: {
    readonly tensors: readonly {
      readonly name: string;
      readonly min: readonly number[];
      readonly max: readonly number[];
    }[];
  };
  readonly test_outputs: { readonly default_xnnpack: readonly GoldenRun[] };
  /** Of the float file, for each test input. */
  readonly float_outputs: readonly (readonly Blob[])[];
}

export function readManifest(folder: string): { readonly cases: readonly GoldenCase[] } {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}
