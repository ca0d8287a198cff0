import { dirname, join } from "node:path";
import type { KerasModel } from "../../toolkit/keras/model.js";
import { readKeras } from "../../toolkit/keras/read-keras.js";
import { writeKeras } from "../../toolkit/keras/write-keras.js";
import { ServiceError } from "../../toolkit/service/error.js";
import type { Graph } from "../../toolkit/tflite/graph.js";
import { graphOfKeras } from "../../toolkit/tflite/lower/graph-of-keras.js";
import { writeGraph } from "../../toolkit/tflite/write-graph.js";
import type { CalibrationSet } from "../calibration-set.js";
import { optimizeKeras } from "../keras/optimize-keras.js";
import { openCalibrationSet } from "../open-calibration-set.js";
import type { EndType } from "../read-settings.js";
import type { Job, Quantize } from "../road.js";
import { graphSignature } from "../signature-of.js";
import type { Sample } from "./calibrate/feeds.js";
import { convertGraph } from "./convert-graph.js";
import { kerasImageInput } from "./keras-image-input.js";
import type { EndType as TensorEndType } from "./quantize-options.js";

const END_TYPES: Readonly<Record<EndType, TensorEndType>> = {
  float: "float32",
  int8: "int8",
  uint8: "uint8",
};
/** The zoo's, beside the quantized model. */
const OPTIMIZED_NAME = "optimized_model.h5";
/** So few images are through before what other threads save is more than what it costs to keep them together. */
const FEW_IMAGES = 200;
/** Names of tensors in a warning. */
const NAMED = 3;

/**
 * A Keras network becomes an int8 TensorFlow Lite network, as by TensorFlow's converter.
 * @throws ServiceError as `readKeras`, `graphOfKeras`, `kerasImageInput`, `openCalibrationSet` and `convertGraph`.
 */
export const quantizeKeras: Quantize = async (job) => {
  const { settings, signal, emit } = job;
  const { exportPath, granularity } = settings;
  const { graph, input } = await floatGraph(job);
  const set = await openCalibrationSet(input, job);
  const converted = await convertGraph(graph, samples(set, graph), {
    granularity,
    inputType: END_TYPES[settings.inputType],
    outputType: END_TYPES[settings.outputType],
    ...(set.images < FEW_IMAGES && { threads: 1 }),
  });
  signal.throwIfAborted();
  const { degenerate } = converted;
  if (degenerate.length > 0)
    emit.log(
      "warn",
      `On all calibration images these are 0, and stay near 0 in the quantized network: ${listed(degenerate)}. Are the images black, or not those that the network was trained for?`,
    );
  return {
    size: writeGraph(converted.graph, exportPath),
    images: set.images,
    signature: graphSignature(converted.graph),
  };
};

/** What is left of the Keras network once this returns are the weights that the graph holds. */
async function floatGraph({ settings, emit }: Job) {
  const { modelPath, exportPath, preprocessing, optimize } = settings;
  const model = await readKeras(modelPath);
  const input = kerasImageInput(model.inputs, preprocessing.channels, modelPath);
  if (!optimize) return { graph: graphOfKeras(model, modelPath), input };
  const optimized = optimizeKeras(model);
  const path = join(dirname(exportPath), OPTIMIZED_NAME);
  await writeOptimized(optimized, path, emit);
  return { graph: graphOfKeras(optimized, modelPath), input };
}

/** The file is for people: the quantization goes on without it. */
async function writeOptimized(model: KerasModel, path: string, emit: Job["emit"]): Promise<void> {
  try {
    await writeKeras(model, path);
    emit.artifact("optimized_model", path);
  } catch (cause) {
    if (!(cause instanceof ServiceError) || cause.code !== "keras_write_unsupported") throw cause;
    emit.log("warn", `${OPTIMIZED_NAME} is not written: ${cause.message}`);
  }
}

async function* samples({ batches }: CalibrationSet, graph: Graph): AsyncGenerator<Sample> {
  const [input] = graph.inputs;
  for await (const { data } of batches) yield new Map([[input?.name ?? "", data]]);
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
