import { type Preprocessing, readPreprocessing } from "../toolkit/image/preprocessing.js";
import { ServiceError } from "../toolkit/service/error.js";
import type { Request } from "../toolkit/service/protocol.js";
import { type Config, flagSetting, setting, textSetting } from "../toolkit/service/settings.js";
import { chooseWay, RESULT_ENDING, type Way } from "./choose-way.js";
import { exportPath } from "./export-path.js";

export type EndType = "float" | "int8" | "uint8";

export interface Settings {
  readonly modelPath: string;
  readonly exportPath: string;
  readonly way: Way;
  readonly granularity: "per_channel" | "per_tensor";
  /** Types of the quantized network's inputs and outputs; an ONNX network keeps float ones. */
  readonly inputType: EndType;
  readonly outputType: EndType;
  /** Whether the weights of a Keras network are equalized first. */
  readonly optimize: boolean;
  readonly preprocessing: Preprocessing;
  /** Attributes that the config sets and that have no effect on this model, said in a sentence each. */
  readonly ignored: readonly string[];
}

/** @throws ServiceError `input_missing`, `quantizer_unsupported`, `config_invalid`, `preprocessing_invalid`. */
export function readSettings({ inputs, config, output_dir }: Request): Settings {
  const modelPath = inputs.model;
  if (modelPath === undefined)
    throw new ServiceError("input_missing", "The quantization needs the input 'model'.");
  const way = chooseWay(modelPath, config);
  const granularity = oneOf(config, "granularity", ["per_channel", "per_tensor"], "per_channel");
  const exportDir = textSetting(config, "quantization.export_dir", "quantized_models");
  const optimize = flagSetting(config, "quantization.optimize", false);
  return {
    modelPath,
    exportPath: exportPath(output_dir, exportDir, RESULT_ENDING[way]),
    way,
    granularity,
    inputType: oneOf(config, "quantization_input_type", ["float", "int8", "uint8"], "float"),
    outputType: oneOf(config, "quantization_output_type", ["float", "int8", "uint8"], "float"),
    optimize: optimize && way === "keras" && granularity === "per_tensor",
    preprocessing: readPreprocessing(config),
    ignored: [...ignoredTypes(config, way), ...ignoredOptimize(optimize, way, granularity)],
  };
}

function oneOf<T extends string>(config: Config, key: string, allowed: readonly T[], fallback: T): T {
  const text = textSetting(config, `quantization.${key}`, fallback);
  const found = allowed.find((one) => one === text.toLowerCase());
  if (found !== undefined) return found;
  throw new ServiceError(
    "config_invalid",
    `Expected quantization.${key} to be one of ${allowed.join(", ")}; got '${text}'.`,
  );
}

function ignoredTypes(config: Config, way: Way): string[] {
  if (way !== "onnx") return [];
  return ["quantization_input_type", "quantization_output_type"].flatMap((key) => {
    const type = setting(config, `quantization.${key}`);
    if (type === undefined || type === "float") return [];
    return [`quantization.${key} ${JSON.stringify(type)} has no effect: an ONNX model keeps float ends.`];
  });
}

function ignoredOptimize(optimize: boolean, way: Way, granularity: string): string[] {
  if (!optimize) return [];
  if (way === "onnx") return ["quantization.optimize has no effect: it is for Keras models."];
  if (way === "tensorflow")
    return ["quantization.optimize has no effect with engine tensorflow: it is the native engine's."];
  if (granularity === "per_channel")
    return [
      "quantization.optimize has no effect with granularity per_channel: it makes up for a single scale.",
    ];
  return [];
}
