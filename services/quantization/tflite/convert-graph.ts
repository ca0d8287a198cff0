import type { Graph } from "../../toolkit/tflite/graph.js";
import { calibrate } from "./calibrate/calibrate.js";
import type { Sample } from "./calibrate/feeds.js";
import { degenerateRanges } from "./degenerate-ranges.js";
import { inPlaceRanges } from "./in-place-ranges.js";
import { quantizeGraph } from "./quantize-graph.js";
import type { QuantizeOptions } from "./quantize-options.js";
import { rangesNeeded } from "./ranges-needed.js";

export interface Converted {
  readonly graph: Graph;
  /** Names of the tensors that were 0 in every sample. */
  readonly degenerate: readonly string[];
}

export interface ConvertOptions extends QuantizeOptions {
  /** Threads that calibration computes in; all cores when absent. */
  readonly threads?: number;
}

/**
 * Calibrates and quantizes a float network as TensorFlow's converter does, with the ranges that its calibrator sees.
 *
 * @param samples - each is dropped before the next is asked for.
 * @returns a new graph; the given one is left as it is.
 * @throws ServiceError as `calibrate` and `quantizeGraph`; what `samples` throws.
 */
export async function convertGraph(
  graph: Graph,
  samples: AsyncIterable<Sample>,
  options: ConvertOptions,
): Promise<Converted> {
  const seen = await calibrate(graph, samples, rangesNeeded(graph, { inPlace: true }), options.threads);
  const ranges = inPlaceRanges(graph, seen);
  return { graph: quantizeGraph(graph, ranges, options), degenerate: degenerateRanges(graph, ranges) };
}
