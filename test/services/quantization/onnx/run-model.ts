import { toBinary } from "@bufbuild/protobuf";
import { Tensor } from "onnxruntime-node";
import type { Sample } from "../../../../services/quantization/onnx/calibrator.js";
import {
  type QuantizeOptions,
  quantizeModel,
} from "../../../../services/quantization/onnx/quantize-model.js";
import { ModelProtoSchema } from "../../../../services/toolkit/onnx/onnx_pb.js";
import { openSession } from "../../../../services/toolkit/onnx/open-session.js";
import type { Model } from "../../../../services/toolkit/onnx/read-model.js";
import { noise } from "../../toolkit/onnx/small-model.js";

/** Quantizes a model of one input `x` with noise between −1 and 1. */
export async function quantized(
  model: Model,
  dims: readonly number[],
  options: Partial<QuantizeOptions> = {},
): Promise<Model> {
  const defaults = { name: "small", perChannel: true, activationType: "int8", targetOpset: 17 } as const;
  const result = await quantizeModel(model, samples(dims), { ...defaults, ...options });
  return result.model;
}

/** Four samples of noise. */
export async function* samples(dims: readonly number[]): AsyncGenerator<Sample> {
  for (let seed = 1; seed <= 4; seed++) yield input(dims, seed);
}

/** The first output of a model for noise that it was not calibrated with, without optimizations. */
export async function output(model: Model, dims: readonly number[]): Promise<readonly number[]> {
  const session = await openSession(toBinary(ModelProtoSchema, model), {
    name: "small",
    optimization: "disabled",
    threads: 1,
  });
  const results = await session.run(input(dims, 9));
  await session.release();
  return Array.from(results[session.outputNames[0] ?? ""]?.data ?? [], Number);
}

/** Signal to noise of a quantized output against the float one, in dB. */
export function signalToNoise(float: readonly number[], got: readonly number[]): number {
  const signal = float.reduce((sum, value) => sum + value ** 2, 0);
  const noisePower = float.reduce((sum, value, i) => sum + (value - (got[i] ?? Number.NaN)) ** 2, 0);
  return 10 * Math.log10(signal / noisePower);
}

function input(dims: readonly number[], seed: number): Sample {
  const length = dims.reduce((product, dim) => product * dim, 1);
  return { x: new Tensor("float32", noise(length, seed), dims) };
}
