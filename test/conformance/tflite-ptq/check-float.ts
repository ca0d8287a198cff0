import { sameFloat } from "./compare-float.js";
import { goldenGraph } from "./golden-files.js";
import { lowered } from "./lowered.js";
import { matchGraphs, summary } from "./match-graphs.js";
import type { Stage } from "./stage.js";

/** The float network that the Keras file becomes: topology, options and constants. */
export const checkFloat: Stage = async (golden, folder) =>
  summary(
    matchGraphs(await lowered(golden, folder), goldenGraph(folder, golden.float_tflite), sameFloat)
      .differences,
  );
