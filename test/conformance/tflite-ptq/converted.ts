import { convertGraph } from "../../../services/quantization/tflite/convert-graph.js";
import type { Graph } from "../../../services/toolkit/tflite/graph.js";
import { calibrationSamples } from "./calibration-samples.js";
import { quantizeOptions } from "./golden-files.js";
import type { GoldenCase } from "./manifest.js";

/** @returns the integer network that a float one becomes with the case's calibration samples. */
export async function converted(golden: GoldenCase, folder: string, float: Graph): Promise<Graph> {
  const samples = calibrationSamples(golden, folder, float.inputs[0]?.name ?? "");
  const { graph } = await convertGraph(float, samples, quantizeOptions(golden));
  return graph;
}
