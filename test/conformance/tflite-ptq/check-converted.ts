import type { Graph } from "../../../services/toolkit/tflite/graph.js";
import { CALIBRATED, sameIntegers } from "./compare-integers.js";
import { converted } from "./converted.js";
import { goldenGraph } from "./golden-files.js";
import { lowered } from "./lowered.js";
import type { GoldenCase } from "./manifest.js";
import { matchGraphs, summary } from "./match-graphs.js";
import type { Stage } from "./stage.js";

/** Calibration and quantization alone: from the golden float file and the calibration samples. */
export const checkCalibration: Stage = (golden, folder) =>
  compare(golden, folder, goldenGraph(folder, golden.float_tflite));

/** From the Keras file and the calibration samples to the integer network. */
export const checkConverted: Stage = async (golden, folder) =>
  compare(golden, folder, await lowered(golden, folder));

async function compare(golden: GoldenCase, folder: string, float: Graph): Promise<string | undefined> {
  const graph = await converted(golden, folder, float);
  return summary(
    matchGraphs(graph, goldenGraph(folder, golden.tflite), sameIntegers(CALIBRATED)).differences,
  );
}
