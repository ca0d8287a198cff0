import { quantizeGraph } from "../../../services/quantization/tflite/quantize-graph.js";
import type { Range } from "../../../services/quantization/tflite/ranges.js";
import type { Graph } from "../../../services/toolkit/tflite/graph.js";
import { sameFloat } from "./compare-float.js";
import { goldenGraph, goldenRanges, quantizeOptions } from "./golden-files.js";
import { lowered } from "./lowered.js";
import type { GoldenCase } from "./manifest.js";
import { matchGraphs } from "./match-graphs.js";

/** @returns the integer network that a case's Keras file becomes with the golden ranges, matched by topology. */
export async function quantized(golden: GoldenCase, folder: string): Promise<Graph> {
  const graph = await lowered(golden, folder);
  const float = goldenGraph(folder, golden.float_tflite);
  const { pairs, differences } = matchGraphs(graph, float, sameFloat);
  if (differences.length > 0) throw new Error("the float network differs already: see the stage 'float'");
  const known = goldenRanges(golden);
  const ranges = new Map<string, Range>();
  for (const [wanted, { name }] of pairs) {
    const range = known.get(wanted.name);
    if (range !== undefined) ranges.set(name, range);
  }
  return quantizeGraph(graph, ranges, quantizeOptions(golden));
}
