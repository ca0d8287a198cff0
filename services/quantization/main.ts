/** The quantization service: a float network becomes an 8-bit one. */
import { statSync } from "node:fs";
import { preprocessingNotes } from "../toolkit/image/preprocessing.js";
import { counted } from "../toolkit/service/counted.js";
import type { Service } from "../toolkit/service/protocol.js";
import type { Way } from "./choose-way.js";
import { readSettings } from "./read-settings.js";
import type { Job, Outcome, Quantize } from "./road.js";
import { signatureOf } from "./signature-of.js";

/** Each way is loaded when it is taken: an ONNX network needs no HDF5, nor does a Keras network Python. */
const WAYS: Readonly<Record<Way, () => Promise<Quantize>>> = {
  onnx: async () => (await import("./onnx/quantize-onnx.js")).quantizeOnnx,
  keras: async () => (await import("./tflite/quantize-keras.js")).quantizeKeras,
  tensorflow: async () => (await import("./tensorflow/quantize-tensorflow.js")).quantizeTensorflow,
};

export const run: Service = async (request, emit, signal) => {
  const settings = readSettings(request);
  for (const note of [...preprocessingNotes(request.config), ...settings.ignored]) emit.log("info", note);
  const job = { request, settings, emit, signal };
  const quantize = await WAYS[settings.way]();
  const outcome = await quantize(job);
  // A network that cannot be read back is for the next stage to judge.
  const signature = outcome.signature ?? (await signatureOf(settings.exportPath).catch(() => undefined));
  emit.artifact("model", settings.exportPath, "file", signature);
  report(outcome, job);
};

function report({ size, images }: Outcome, { settings, emit }: Job): void {
  const { modelPath, granularity } = settings;
  if (images === undefined) {
    emit.log("warn", `${modelPath} is quantized already: it goes on unchanged.`);
    emit.summary([
      { label: "quantization", value: "skipped: the model is quantized already" },
      { label: "model file", value: kib(size), unit: "KiB" },
    ]);
    return;
  }
  const before = kib(statSync(modelPath).size);
  emit.param("quantization_granularity", granularity);
  emit.param("quantization_images", String(images));
  emit.metric("float_model_size_kib", before);
  emit.metric("quantized_model_size_kib", kib(size));
  emit.summary([
    { label: "model file", before, value: kib(size), unit: "KiB" },
    { label: "quantization", value: `${granularity}, ${counted(images, "image")}` },
  ]);
}

/** Ties go up, where a benchmark's figures go to the even digit, as the zoo prints them. */
function kib(bytes: number): number {
  return Number((bytes / 1024).toFixed(2));
}
