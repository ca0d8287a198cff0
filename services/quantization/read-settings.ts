import { extname } from "node:path";
import { type Preprocessing, readPreprocessing } from "../toolkit/image/preprocessing.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Request } from "../toolkit/service/protocol.js";
import { setting, textSetting } from "../toolkit/service/settings.js";
import { exportPath } from "./export-path.js";

export interface Settings {
  readonly modelPath: string;
  readonly exportPath: string;
  readonly granularity: "per_channel" | "per_tensor";
  readonly preprocessing: Preprocessing;
  /** Attributes that the config sets and that have no effect on an ONNX model, said in a sentence each. */
  readonly ignored: readonly string[];
}

/**
 * @throws ServiceError `quantizer_unsupported` for a Keras model or the TFLite converter, `config_invalid`,
 * `preprocessing_invalid`.
 */
export function readSettings({ inputs, config, output_dir }: Request): Settings {
  const modelPath = inputs.model;
  if (modelPath === undefined)
    throw new ServiceError("input_missing", "The quantization needs the input 'model'.");
  checkQuantizer(textSetting(config, "quantization.quantizer"), modelPath);
  const granularity = textSetting(config, "quantization.granularity", "per_channel");
  if (granularity !== "per_channel" && granularity !== "per_tensor")
    throw new ServiceError(
      "config_invalid",
      `Expected quantization.granularity to be per_channel or per_tensor, got '${granularity}'.`,
    );
  return {
    modelPath,
    exportPath: exportPath(output_dir, textSetting(config, "quantization.export_dir", "quantized_models")),
    granularity,
    preprocessing: readPreprocessing(config),
    ignored: ["quantization_input_type", "quantization_output_type"].flatMap((key) => {
      const type = setting(config, `quantization.${key}`);
      if (type === undefined || type === "float") return [];
      return [`quantization.${key} ${JSON.stringify(type)} has no effect: an ONNX model keeps float ends.`];
    }),
  };
}

function checkQuantizer(quantizer: string, modelPath: string): void {
  const ending = extname(modelPath).toLowerCase();
  const isOnnxQuantizer = quantizer.toLowerCase() === "onnx_quantizer";
  if (isOnnxQuantizer && ending === ".onnx") return;
  const what = isOnnxQuantizer
    ? `onnx_quantizer cannot quantize ${modelPath}: it takes .onnx models.`
    : `quantization.quantizer '${quantizer}' is not available yet; onnx_quantizer, for .onnx models, is.`;
  throw new ServiceError("quantizer_unsupported", what, {
    path: modelPath,
    hint:
      ending === ".onnx"
        ? "Set quantization.quantizer: onnx_quantizer"
        : "Convert the model to .onnx, channels first (for example with tf2onnx), and use onnx_quantizer.",
  });
}
