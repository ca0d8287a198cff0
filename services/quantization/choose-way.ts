import { extname } from "node:path";
import { ServiceError } from "../toolkit/service/error.js";
import { type Config, textSetting } from "../toolkit/service/settings.js";

/** By which code a model is quantized. */
export type Way = "onnx" | "keras" | "tensorflow";

/** Ending of the quantized model's file. */
export const RESULT_ENDING: Readonly<Record<Way, string>> = {
  onnx: ".onnx",
  keras: ".tflite",
  tensorflow: ".tflite",
};

const KERAS_ENDINGS = [".h5", ".keras"];

/**
 * @returns how to quantize a model, by its file's ending, by `quantization.quantizer`, in whatever case, and by
 * `quantization.engine`.
 * @throws ServiceError `config_invalid`; `quantizer_unsupported` when quantizer and ending do not go together, naming the quantizer that does.
 */
export function chooseWay(modelPath: string, config: Config): Way {
  const quantizer = textSetting(config, "quantization.quantizer");
  const ending = extname(modelPath).toLowerCase();
  const isOnnxQuantizer = quantizer.toLowerCase() === "onnx_quantizer";
  const isConverter = quantizer.toLowerCase() === "tflite_converter";
  if (isOnnxQuantizer && ending === ".onnx") return "onnx";
  if (isConverter && KERAS_ENDINGS.includes(ending)) return engineOf(config);
  const takes = isOnnxQuantizer ? ".onnx models" : `${KERAS_ENDINGS.join(" and ")} models`;
  const what =
    isOnnxQuantizer || isConverter
      ? `${quantizer} cannot quantize ${modelPath}: it takes ${takes}.`
      : `There is no quantizer '${quantizer}'; there are onnx_quantizer and TFlite_converter.`;
  throw new ServiceError("quantizer_unsupported", what, { path: modelPath, hint: hintFor(ending) });
}

function engineOf(config: Config): Way {
  const engine = textSetting(config, "quantization.engine", "native");
  if (engine === "native") return "keras";
  if (engine === "tensorflow") return "tensorflow";
  throw new ServiceError(
    "config_invalid",
    `Expected quantization.engine to be native or tensorflow, got '${engine}'.`,
  );
}

function hintFor(ending: string): string {
  if (ending === ".onnx") return "Set quantization.quantizer: onnx_quantizer";
  if (KERAS_ENDINGS.includes(ending)) return "Set quantization.quantizer: TFlite_converter";
  if (ending === ".tflite")
    return "A .tflite file is the result of a conversion: name the .h5 or .keras model that it was made from.";
  return "Set general.model_path to a .h5, .keras or .onnx model.";
}
