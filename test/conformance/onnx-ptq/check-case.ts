import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Calibrator, OpenCalibrator, Ranges } from "../../../services/quantization/onnx/calibrator.js";
import { preprocess } from "../../../services/quantization/onnx/preprocess.js";
import { quantizeModel } from "../../../services/quantization/onnx/quantize-model.js";
import { type Model, readModel } from "../../../services/toolkit/onnx/read-model.js";
import { shared } from "../../shared.js";
import { compareGraph, exactly } from "./compare-graph.js";
import { compareOutputs } from "./compare-outputs.js";
import { compareRanges } from "./compare-ranges.js";
import { nearly } from "./compare-tensors.js";
import type { GoldenSamples } from "./golden-samples.js";
import type { GoldenCase } from "./manifest.js";

/** Opset of the hand-made models, which the vectors quantize as they are. */
const OLDEST_OPSET = 13;

/**
 * Quantizes a model twice: from the golden ranges, which must give the same bytes, and by calibrating, which must give
 * them up to the tolerances of the vectors' README. Then runs the result.
 *
 * @returns what differed, or nothing.
 */
export async function checkCase(
  golden: GoldenCase,
  folder: string,
  samples: GoldenSamples,
): Promise<string | undefined> {
  const missing = unsupported(golden);
  if (missing !== undefined) return `not supported yet: ${missing}`;
  const model = readModel(modelPath(golden, folder));
  return (
    (await checkPreprocessed(golden, model)) ??
    (await checkFromRanges(golden, model, samples)) ??
    (await checkCalibrated(golden, model, samples))
  );
}

function unsupported({ options }: GoldenCase): string | undefined {
  if (options.calibrate_method !== "minmax") return `calibration method ${options.calibrate_method}`;
  if (options.extra_options?.CalibMovingAverage === true) return "moving average";
  return options.op_types_to_quantize ? "a choice of operator types" : undefined;
}

function modelPath({ id, model, source_model }: GoldenCase, folder: string): string {
  if (model !== undefined) return join(folder, model);
  if (source_model === undefined) throw new Error(`${id} names no model`);
  const beside = join(folder, "..", "..", "models", "zoo_samples", source_model);
  return existsSync(beside) ? beside : shared("models", "zoo_samples", source_model);
}

async function checkPreprocessed(golden: GoldenCase, model: Model): Promise<string | undefined> {
  if (golden.preprocessed === undefined) return undefined;
  const difference = compareGraph(await preprocess(model, golden.id), golden.preprocessed, exactly);
  return difference === undefined ? undefined : `preprocessed: ${difference}`;
}

async function checkFromRanges(golden: GoldenCase, model: Model, samples: GoldenSamples) {
  const { model: quantized } = await quantizeModel(model, empty(), {
    ...optionsOf(golden),
    openCalibrator: given(golden),
  });
  const difference = compareGraph(quantized, golden.quantized, exactly);
  if (difference !== undefined) return `from the golden ranges: ${difference}`;
  return compareOutputs(quantized, model, golden, samples);
}

async function checkCalibrated(golden: GoldenCase, model: Model, samples: GoldenSamples) {
  const calibrated = await quantizeModel(model, samples.calibration(golden, model), optionsOf(golden));
  const difference = compareGraph(calibrated.model, golden.quantized, nearly(samples));
  return compareRanges(calibrated.ranges, golden.ranges) ?? difference;
}

function optionsOf({ id, options, target_opset }: GoldenCase) {
  return {
    name: id,
    perChannel: options.per_channel,
    activationType: options.activation_type === "QInt8" ? ("int8" as const) : ("uint8" as const),
    targetOpset: target_opset ?? OLDEST_OPSET,
  };
}

/** A calibrator that has the golden ranges without looking at a sample. */
function given({ ranges }: GoldenCase): OpenCalibrator {
  const known: Ranges = new Map(Object.entries(ranges).map(([name, [min, max]]) => [name, { min, max }]));
  const calibrator: Calibrator = { observe: async () => {}, ranges: () => known, release: async () => {} };
  return async () => calibrator;
}

async function* empty(): AsyncGenerator<never> {}
