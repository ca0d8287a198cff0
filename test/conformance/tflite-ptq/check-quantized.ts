import { FOLDED, sameIntegers } from "./compare-integers.js";
import { goldenGraph } from "./golden-files.js";
import { matchGraphs, summary } from "./match-graphs.js";
import { quantized } from "./quantized.js";
import type { Stage } from "./stage.js";

/** The integer network that the Keras file becomes with the golden ranges. */
export const checkQuantized: Stage = async (golden, folder) => {
  const graph = await quantized(golden, folder);
  return summary(matchGraphs(graph, goldenGraph(folder, golden.tflite), sameIntegers(FOLDED)).differences);
};
