/** The golden vectors of ONNX post-training quantization, as their manifest describes them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A tensor in a blob file, little-endian. */
export interface Blob {
  readonly blob: string;
  readonly offset: number;
  readonly bytes: number;
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface GoldenNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface GoldenInitializer {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of the little-endian bytes. */
  readonly sha256: string;
  readonly values?: readonly number[];
  readonly data?: Blob;
}

export interface GoldenGraph {
  readonly opset: readonly (readonly [string, number])[];
  readonly nodes: readonly GoldenNode[];
  readonly initializers: Readonly<Record<string, GoldenInitializer>>;
}

export interface GoldenOutputs {
  readonly int8: readonly Blob[];
}

/** Outputs for one test input: of small models at both optimization levels, of real networks at the first. */
export type GoldenTest =
  | { readonly disabled: GoldenOutputs; readonly default: GoldenOutputs }
  | {
      readonly sqnr_db: readonly number[];
      readonly sqnr_db_default_opt: readonly number[];
      readonly int8?: readonly Blob[];
    };

export interface GoldenCase {
  /** `onnx_ptq/<model>/<variant>`. */
  readonly id: string;
  /** Relative to the vectors. */
  readonly model?: string;
  /** File name of one of the zoo's sample networks. */
  readonly source_model?: string;
  readonly target_opset?: number;
  readonly options: {
    readonly calibrate_method: string;
    readonly per_channel: boolean;
    readonly activation_type: "QInt8" | "QUInt8";
    readonly extra_options?: { readonly CalibMovingAverage?: boolean };
    readonly op_types_to_quantize?: readonly string[] | null;
  };
  readonly input_names?: readonly string[];
  readonly calibration?: readonly (readonly Blob[])[];
  readonly calibration_spec?: { readonly shape: readonly number[]; readonly count: number };
  readonly test_inputs?: readonly (readonly Blob[])[];
  readonly preprocessed?: GoldenGraph;
  readonly ranges: Readonly<Record<string, readonly [number, number]>>;
  readonly quantized: GoldenGraph;
  readonly test_outputs: readonly GoldenTest[];
}

export function readManifest(folder: string): { readonly cases: readonly GoldenCase[] } {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}
