import type { Graph } from "../../toolkit/tflite/graph.js";
import { isDegenerate } from "./parameters.js";
import type { Ranges } from "./ranges.js";
import { neededTensors } from "./ranges-needed.js";
import { tensorUses } from "./tensor-uses.js";

/**
 * The names of the tensors that were 0, or nearly so, in every sample: dead channels, or a calibration set of black
 * images. `quantizeGraph` gives them a range of ±1e-6, as TensorFlow does; whatever else they hold later is cut off.
 */
export function degenerateRanges(graph: Graph, ranges: Ranges): string[] {
  return [...neededTensors(graph, tensorUses(graph))]
    .map(({ name }) => name)
    .filter((name) => {
      const range = ranges.get(name);
      return range !== undefined && isDegenerate(range);
    });
}
