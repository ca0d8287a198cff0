import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { QuantizeOptions } from "../../../services/quantization/tflite/quantize-options.js";
import type { Ranges } from "../../../services/quantization/tflite/ranges.js";
import type { Graph } from "../../../services/toolkit/tflite/graph.js";
import { readGraph } from "../../../services/toolkit/tflite/read-graph.js";
import type { GoldenCase } from "./manifest.js";

/** @returns a network of the vectors. */
export function goldenGraph(folder: string, file: string): Graph {
  return readGraph(readFileSync(join(folder, file)), file);
}

/** @returns the golden ranges by the names of the golden float file. */
export function goldenRanges({ calibrated }: GoldenCase): Ranges {
  return new Map(
    calibrated.tensors.map(({ name, min: [min = Number.NaN], max: [max = Number.NaN] }) => [
      name,
      { min, max },
    ]),
  );
}

export function quantizeOptions({ options }: GoldenCase): QuantizeOptions {
  return {
    granularity: options.per_tensor ? "per_tensor" : "per_channel",
    inputType: options.inference_input_type === "float" ? "float32" : options.inference_input_type,
    outputType: options.inference_output_type === "float" ? "float32" : options.inference_output_type,
  };
}
