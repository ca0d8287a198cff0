import { ServiceError } from "../../toolkit/service/error.js";
import type { Operator, Quantization, Tensor, TensorData } from "../../toolkit/tflite/graph.js";
import {
  biasScales,
  type Channels,
  channelsOf,
  extremes,
  greatestMagnitudes,
  quantizeBias,
  quantizeOperand,
  quantizeWeight,
  weightScales,
} from "./constant-values.js";
import { operatorTraits } from "./operator-traits.js";
import { constantParameters, type Parameters } from "./parameters.js";

interface Weight {
  readonly tensor: Tensor;
  readonly data: Float32Array;
  readonly channels: Channels;
  readonly axis: number;
  readonly magnitudes: Float32Array;
  readonly scales: Float32Array;
  /** The integers with these scales; another set of scales makes another tensor. */
  stored?: Tensor;
}

/** Integer versions of the constants of a graph. What operators share stays shared. */
export class Constants {
  readonly #weights = new Map<Tensor, Weight>();
  readonly #operands = new Map<Tensor, Tensor[]>();
  readonly #perChannel: boolean;
  readonly #fresh: (name: string) => string;

  /** @param fresh - makes a tensor name that is not used yet. */
  constructor(
    operators: Iterable<Operator>,
    { perChannel, fresh }: { perChannel: boolean; fresh: (name: string) => string },
  ) {
    this.#perChannel = perChannel;
    this.#fresh = fresh;
    for (const operator of operators) this.#collect(operator);
  }

  #collect({ op, inputs }: Operator): void {
    const role = operatorTraits(op)?.weight;
    const tensor = role === undefined ? undefined : inputs[role.input];
    if (role === undefined || tensor === undefined || this.#weights.has(tensor)) return;
    const data = floatData(tensor);
    if (data === undefined) return;
    const axis = this.#perChannel ? role.axis : undefined;
    const channels = channelsOf(tensor.shape, axis);
    const magnitudes = greatestMagnitudes(data, channels);
    if (magnitudes.some((value) => !Number.isFinite(value))) throw notFinite(tensor);
    const scales = weightScales(magnitudes);
    this.#weights.set(tensor, { tensor, data, channels, axis: axis ?? 0, magnitudes, scales });
  }

  /**
   * The inputs of a quantized operator with integers for its float constants; other inputs as they are.
   *
   * @param parametersOf - parameters of what a weight is multiplied with.
   * @param demanded - what a same-scale operator reads everything with.
   */
  inputs(
    operator: Operator,
    parametersOf: (tensor: Tensor) => Parameters | undefined,
    demanded: Parameters | undefined,
  ): (Tensor | undefined)[] {
    const inputs = operator.inputs.map((tensor) => this.#operand(tensor, demanded));
    const { weight, bias } = operatorTraits(operator.op) ?? {};
    const biasTensor = bias === undefined ? undefined : operator.inputs[bias.input];
    const weightTensor = weight === undefined ? undefined : operator.inputs[weight.input];
    const known = weightTensor === undefined ? undefined : this.#weights.get(weightTensor);
    if (bias === undefined || biasTensor === undefined) return inputs;
    const data = operator.inputs[bias.of[0]];
    const dataScale =
      data === undefined ? undefined : (parametersOf(data) ?? this.#parametersOf(data))?.scale;
    const values = floatData(biasTensor);
    if (values === undefined || dataScale === undefined) return inputs;
    const weightScale =
      known?.scales ?? Float32Array.of(parametersOf(weightTensor ?? biasTensor)?.scale ?? 1);
    const scales = biasScales(values, weightScale, dataScale);
    inputs[bias.input] = this.#bias(biasTensor, values, scales.bias);
    if (weight !== undefined && known !== undefined && scales.weight !== known.scales)
      inputs[weight.input] = this.#store({ ...known, scales: scales.weight });
    return inputs;
  }

  #operand(tensor: Tensor | undefined, demanded: Parameters | undefined): Tensor | undefined {
    const data = tensor === undefined ? undefined : floatData(tensor);
    if (tensor === undefined || data === undefined) return tensor;
    const weight = demanded === undefined ? this.#weights.get(tensor) : undefined;
    if (weight !== undefined) {
      weight.stored ??= this.#store(weight);
      return weight.stored;
    }
    const parameters = demanded ?? constantParameters(finiteExtremes(tensor, data));
    const versions = this.#operands.get(tensor) ?? [];
    this.#operands.set(tensor, versions);
    const same = versions.find(({ quantization }) => holds(quantization, parameters));
    if (same !== undefined) return same;
    const stored = this.#integers(
      tensor,
      "INT8",
      quantizeOperand(data, parameters),
      quantizationOf(parameters),
    );
    versions.push(stored);
    return stored;
  }

  #parametersOf(constant: Tensor): Parameters | undefined {
    const data = floatData(constant);
    return data === undefined ? undefined : constantParameters(finiteExtremes(constant, data));
  }

  #store(weight: Weight): Tensor {
    const { tensor, data, channels, scales, axis } = weight;
    const zeroPoint = new Array<number>(scales.length).fill(0);
    return this.#integers(tensor, "INT8", quantizeWeight(data, channels, weight), {
      scale: scales,
      zeroPoint,
      dimension: axis,
    });
  }

  #bias(tensor: Tensor, values: Float32Array, scales: Float32Array): Tensor {
    if (!values.every(Number.isFinite)) throw notFinite(tensor);
    const zeroPoint = new Array<number>(scales.length).fill(0);
    const dimension = scales.length > 1 ? Math.max(0, tensor.shape.length - 1) : 0;
    return this.#integers(tensor, "INT32", quantizeBias(values, scales), {
      scale: scales,
      zeroPoint,
      dimension,
    });
  }

  #integers(tensor: Tensor, type: "INT8" | "INT32", data: TensorData, quantization: Quantization): Tensor {
    return { ...tensor, name: this.#fresh(tensor.name), type, data, quantization };
  }
}

/** Parameters of a whole tensor as a graph holds them. */
export function quantizationOf({ scale, zeroPoint }: Parameters): Quantization {
  return { scale: Float32Array.of(scale), zeroPoint: [zeroPoint], dimension: 0 };
}

/** Whether a tensor is stored with these parameters. */
export function holds(quantization: Quantization | undefined, { scale, zeroPoint }: Parameters): boolean {
  return quantization?.scale[0] === scale && quantization.zeroPoint[0] === zeroPoint;
}

function floatData({ data }: Tensor): Float32Array | undefined {
  return data instanceof Float32Array ? data : undefined;
}

function finiteExtremes(tensor: Tensor, data: Float32Array): { min: number; max: number } {
  if (!data.every(Number.isFinite)) throw notFinite(tensor);
  return extremes(data);
}

function notFinite({ name, data }: Tensor): ServiceError {
  const wrong = data === undefined ? "" : [...data].find((value) => !Number.isFinite(Number(value)));
  return new ServiceError(
    "weights_not_finite",
    `The weight '${name}' holds ${wrong}; it cannot be quantized.`,
  );
}
