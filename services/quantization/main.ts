/** The quantization service: a float ONNX network becomes an 8-bit QDQ network. */
import { statSync } from "node:fs";
import { isQuantized } from "../toolkit/onnx/is-quantized.js";
import { type Model, readModel } from "../toolkit/onnx/read-model.js";
import { copyModel, writeModel } from "../toolkit/onnx/write-model.js";
import type { Emitter, Request, Service } from "../toolkit/service/protocol.js";
import { type CalibrationSet, imageSet, randomSet } from "./calibration-set.js";
import { type ImageInput, imageInput } from "./image-input.js";
import type { Sample } from "./onnx/calibrator.js";
import { quantizeModel } from "./onnx/quantize-model.js";
import { readSettings, type Settings } from "./read-settings.js";

/** The zoo's `target_opset`, which pose estimation has no attribute for. */
const TARGET_OPSET = 17;

export const run: Service = async (request, emit, signal) => {
  const settings = readSettings(request);
  for (const note of settings.ignored) emit.log("info", note);
  const model = readModel(settings.modelPath);
  if (isQuantized(model)) passThrough(model, settings, emit);
  else await quantize(model, { request, settings, emit, signal });
};

interface Job {
  readonly request: Request;
  readonly settings: Settings;
  readonly emit: Emitter;
  readonly signal: AbortSignal;
}

function passThrough(model: Model, { modelPath, exportPath }: Settings, emit: Emitter): void {
  const size = copyModel(model, modelPath, exportPath);
  emit.log("warn", `${modelPath} is quantized already: it goes on unchanged.`);
  emit.artifact("model", exportPath);
  emit.summary([
    { label: "quantization", value: "skipped: the model is quantized already" },
    { label: "model file", value: kib(size), unit: "KiB" },
  ]);
}

async function quantize(model: Model, job: Job): Promise<void> {
  const { settings, emit, signal } = job;
  const input = imageInput(model, settings.preprocessing.channels, settings.modelPath);
  const set = await calibrationSet(input, job);
  const quantized = await quantizeModel(model, samples(set, input, job), {
    name: settings.modelPath,
    perChannel: settings.granularity === "per_channel",
    activationType: "int8",
    targetOpset: TARGET_OPSET,
  });
  signal.throwIfAborted();
  const { before, after } = quantized.opset;
  if (before !== after)
    emit.log("info", `The model was brought from ONNX opset ${before} to ${after} first.`);
  const size = writeModel(quantized.model, settings.exportPath);
  report(size, set.images, job);
}

async function calibrationSet(input: ImageInput, { request, settings, emit, signal }: Job) {
  const { config, inputs, seed } = request;
  const { preprocessing } = settings;
  if (inputs.calibration === undefined) {
    emit.log(
      "warn",
      "There is neither a quantization nor a training dataset: calibrating with random images, which costs accuracy.",
    );
    return randomSet(seed, { input, preprocessing });
  }
  const set = await imageSet(inputs.calibration, config, { input, preprocessing, signal });
  emit.log("info", `Calibrating with ${set.images} images of ${inputs.calibration}`);
  return set;
}

async function* samples(
  set: CalibrationSet,
  input: ImageInput,
  { emit, signal }: Job,
): AsyncGenerator<Sample> {
  const { Tensor } = await import("onnxruntime-node");
  let done = 0;
  for await (const { data, count } of set.batches) {
    signal.throwIfAborted();
    yield { [input.name]: new Tensor("float32", data, input.dims) };
    done += count;
    emit.progress(done, set.images, "images");
  }
}

function report(size: number, images: number, { settings, emit }: Job): void {
  const { modelPath, exportPath, granularity } = settings;
  const before = kib(statSync(modelPath).size);
  emit.param("quantization_granularity", granularity);
  emit.param("quantization_images", String(images));
  emit.metric("float_model_size_kib", before);
  emit.metric("quantized_model_size_kib", kib(size));
  emit.artifact("model", exportPath);
  emit.summary([
    { label: "model file", before, value: kib(size), unit: "KiB" },
    { label: "quantization", value: `${granularity}, ${images} images` },
  ]);
}

function kib(bytes: number): number {
  return Number((bytes / 1024).toFixed(2));
}
