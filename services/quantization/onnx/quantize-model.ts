import { create } from "@bufbuild/protobuf";
import { inferTensors } from "../../toolkit/onnx/infer-tensors.js";
import {
  TensorProto_DataType as DataType,
  StringStringEntryProtoSchema,
} from "../../toolkit/onnx/onnx_pb.js";
import { isDefaultDomain } from "../../toolkit/onnx/opset.js";
import type { Model } from "../../toolkit/onnx/read-model.js";
import { ServiceError } from "../../toolkit/service/error.js";
import { adjustRanges } from "./adjust-ranges.js";
import type { ActivationType } from "./affine-parameters.js";
import type { OpenCalibrator, Ranges, Sample } from "./calibrator.js";
import { checkConstants } from "./check-constants.js";
import { markTensors, separateBiases } from "./mark-tensors.js";
import { openMinMaxCalibrator } from "./min-max-calibrator.js";
import { parametersOf } from "./parameters.js";
import { placeQdq } from "./place-qdq.js";
import { preprocess } from "./preprocess.js";
import { QUANTIZED_OPERATORS } from "./quantized-operators.js";
import { upgradeOpset } from "./upgrade-opset.js";

export interface QuantizeOptions {
  /** What errors call the model. */
  readonly name: string;
  /** Weights get a scale per output channel, else one for all. */
  readonly perChannel: boolean;
  readonly activationType: ActivationType;
  /** The operator set that an older model is brought to first. */
  readonly targetOpset: number;
  readonly openCalibrator?: OpenCalibrator;
}

export interface Quantized {
  readonly model: Model;
  /** Calibrated ranges, before those of Relu, Clip and Softmax are adjusted. */
  readonly ranges: Ranges;
  /** Operator set of the model that was given and of the quantized one. */
  readonly opset: { readonly before: number; readonly after: number };
}

/**
 * Static post-training quantization of a float32 model to QDQ form, with the results of ONNX Runtime's
 * `quant_pre_process` and `quantize_static` (onnxruntime 1.32): int8 symmetric weights, asymmetric 8-bit activations,
 * 32-bit biases. The given model is left as it is.
 *
 * @param samples - calibration inputs; each is dropped before the next is asked for.
 * @throws ServiceError `model_unloadable`, `onnx_opset`, `nothing_to_quantize`, `weights_not_finite`,
 * `calibration_empty`, `calibration_not_finite`, `inference_failed`, and what `samples` throws.
 */
export async function quantizeModel(
  original: Model,
  samples: AsyncIterable<Sample>,
  options: QuantizeOptions,
): Promise<Quantized> {
  const { model: upgraded, opset } = await upgradeOpset(original, options);
  const model = await preprocess(upgraded, options.name);
  const nodes = model.graph.node.filter(
    ({ opType, domain }) => isDefaultDomain(domain) && QUANTIZED_OPERATORS.has(opType),
  );
  separateBiases(model, nodes);
  const marks = markTensors(model, nodes, {
    isFloat: await floatTensors(model),
    perChannel: options.perChannel,
  });
  const activations = [...marks.tensors.keys()].filter((name) => !marks.names.initializers.has(name));
  if (activations.length === 0) throw nothingToQuantize(model, options.name);
  checkConstants(marks);
  const ranges = await calibrate(model, activations, samples, options.openCalibrator ?? openMinMaxCalibrator);
  const adjusted = adjustRanges(ranges, nodes, marks.names);
  placeQdq(model, marks, parametersOf(marks, adjusted, options.activationType));
  sign(model);
  return { model, ranges, opset };
}

async function floatTensors(model: Model): Promise<(name: string) => boolean> {
  const inferred = await inferTensors(model);
  const float = new Set(
    [...inferred.values()].filter(({ type }) => type === "float32").map(({ name }) => name),
  );
  for (const { name, dataType } of model.graph.initializer) if (dataType === DataType.FLOAT) float.add(name);
  return (name) => float.has(name);
}

async function calibrate(
  model: Model,
  tensors: readonly string[],
  samples: AsyncIterable<Sample>,
  open: OpenCalibrator,
): Promise<Ranges> {
  const calibrator = await open(model, tensors);
  try {
    for await (const sample of samples) await calibrator.observe(sample);
    return calibrator.ranges();
  } finally {
    await calibrator.release();
  }
}

/** Marks the file as the reference's tools do, so that they and others know what it is. */
function sign(model: Model): void {
  model.producerName = "onnx.quantize";
  model.producerVersion = "0.1.0";
  for (const key of ["onnx.infer", "onnx.quant.pre_process"])
    model.metadataProps.push(create(StringStringEntryProtoSchema, { key, value: "onnxruntime.quant" }));
}

function nothingToQuantize(model: Model, name: string): ServiceError {
  const types = [...new Set(model.graph.node.map(({ opType }) => opType))].sort();
  return new ServiceError(
    "nothing_to_quantize",
    `${name} has no float32 tensor around an operator that can be quantized; its operators are: ${types.join(", ")}.`,
    { hint: "A float16 model has to be exported as float32 first." },
  );
}
