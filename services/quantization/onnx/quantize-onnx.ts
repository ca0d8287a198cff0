import { isQuantized } from "../../toolkit/onnx/is-quantized.js";
import { readModel } from "../../toolkit/onnx/read-model.js";
import { copyModel, writeModel } from "../../toolkit/onnx/write-model.js";
import type { CalibrationSet } from "../calibration-set.js";
import type { ImageInput } from "../image-input.js";
import { openCalibrationSet } from "../open-calibration-set.js";
import type { Quantize } from "../road.js";
import type { Sample } from "./calibrator.js";
import { onnxImageInput } from "./onnx-image-input.js";
import { quantizeModel } from "./quantize-model.js";

/** The zoo's `target_opset`, which pose estimation has no attribute for. */
const TARGET_OPSET = 17;

/**
 * A float ONNX network becomes an 8-bit QDQ network; one that is quantized already goes on as it is.
 * @throws ServiceError as `readModel`, `onnxImageInput`, `openCalibrationSet` and `quantizeModel`.
 */
export const quantizeOnnx: Quantize = async (job) => {
  const { settings, emit, signal } = job;
  const { modelPath, exportPath, preprocessing, granularity } = settings;
  const model = readModel(modelPath);
  if (isQuantized(model)) return { size: copyModel(model, modelPath, exportPath), images: undefined };
  const input = onnxImageInput(model, preprocessing.channels, modelPath);
  const set = await openCalibrationSet(input, job);
  const quantized = await quantizeModel(model, samples(set, input), {
    name: modelPath,
    perChannel: granularity === "per_channel",
    activationType: "int8",
    targetOpset: TARGET_OPSET,
  });
  signal.throwIfAborted();
  const { before, after } = quantized.opset;
  if (before !== after)
    emit.log("info", `The model was brought from ONNX opset ${before} to ${after} first.`);
  return { size: writeModel(quantized.model, exportPath), images: set.images };
};

async function* samples(set: CalibrationSet, input: ImageInput): AsyncGenerator<Sample> {
  const { Tensor } = await import("onnxruntime-node");
  for await (const { data } of set.batches)
    yield { [input.name]: new Tensor("float32", data, [input.batch, ...input.imageDims]) };
}
