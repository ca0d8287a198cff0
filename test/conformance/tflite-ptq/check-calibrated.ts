import { quantizeGraph } from "../../../services/quantization/tflite/quantize-graph.js";
import { EXACT, sameIntegers } from "./compare-integers.js";
import { goldenGraph, goldenRanges, quantizeOptions } from "./golden-files.js";
import { matchGraphs, summary } from "./match-graphs.js";
import type { Stage } from "./stage.js";

/** Quantization alone: from the golden float file and the golden ranges. */
export const checkCalibrated: Stage = async (golden, folder) => {
  const graph = goldenGraph(folder, golden.float_tflite);
  const quantized = quantizeGraph(graph, goldenRanges(golden), quantizeOptions(golden));
  return summary(matchGraphs(quantized, goldenGraph(folder, golden.tflite), sameIntegers(EXACT)).differences);
};
