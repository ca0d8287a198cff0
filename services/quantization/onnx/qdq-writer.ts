import { makeInt } from "../../toolkit/onnx/attribute.js";
import type { NumericArray } from "../../toolkit/onnx/data-type.js";
import { makeNode } from "../../toolkit/onnx/make-node.js";
import { makeTensor } from "../../toolkit/onnx/make-tensor.js";
import type { NodeProto, TensorProto } from "../../toolkit/onnx/onnx_pb.js";
import type { ActivationType, AffineParameters } from "./affine-parameters.js";
import type { InitializerParameters } from "./initializer-parameters.js";

/** Names of the initializers that hold a scale and a zero point, and the scale's values. */
export interface StoredParameters {
  readonly scale: string;
  readonly zeroPoint: string;
  readonly scales: Float32Array;
}

/**
 * Collects QuantizeLinear and DequantizeLinear nodes and their constants, with the names that ONNX Runtime's quantizer
 * gives them; a name that the graph has already gets a number.
 */
export class QdqWriter {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** @returns a name for a new tensor: the wanted one, if it is free. */
  name(wanted: string): string {
    let free = wanted;
    for (let i = 1; this.#taken.has(free); i++) free = `${wanted}_${i}`;
    this.#taken.add(free);
    return free;
  }

  activationParameters(tensor: string, parameters: AffineParameters, type: ActivationType): StoredParameters {
    const scales = Float32Array.of(parameters.scale);
    const zeroPoint = storage(type, [parameters.zeroPoint]);
    return this.#store(tensor, { scales, dims: [] }, zeroPoint);
  }

  initializerParameters(tensor: string, parameters: InitializerParameters): StoredParameters {
    const { type, scales, zeroPoint, axis } = parameters;
    const dims = axis === undefined ? [] : [scales.length];
    const zeroPoints = Array.from(scales, () => zeroPoint);
    return this.#store(tensor, { scales, dims }, storage(type, zeroPoints));
  }

  /** Rank 1 for the scales of a bias even when there is one; its zero point then has rank 0, as in the reference. */
  biasParameters(quantized: string, scales: Float32Array<ArrayBuffer>): StoredParameters {
    const zeroPoints = new Int32Array(scales.length);
    const dims = scales.length === 1 ? [] : [scales.length];
    return this.#store(quantized, { scales, dims: [scales.length] }, zeroPoints, dims);
  }

  constant(name: string, dims: readonly number[], data: NumericArray): string {
    const free = this.name(name);
    this.initializers.push(makeTensor(free, dims, data));
    return free;
  }

  quantize(tensor: string, input: string, output: string, { scale, zeroPoint }: StoredParameters): void {
    this.nodes.push(
      makeNode("QuantizeLinear", `${tensor}_QuantizeLinear`, [input, scale, zeroPoint], [output]),
    );
  }

  dequantize(
    tensor: string,
    { input, output, axis }: { input: string; output: string; axis?: number | undefined },
    { scale, zeroPoint }: StoredParameters,
  ): void {
    const attributes = axis === undefined ? [] : [makeInt("axis", axis)];
    const name = `${tensor}_DequantizeLinear`;
    this.nodes.push(makeNode("DequantizeLinear", name, [input, scale, zeroPoint], [output], attributes));
  }

  #store(
    tensor: string,
    { scales, dims }: { scales: Float32Array<ArrayBuffer>; dims: readonly number[] },
    zeroPoints: NumericArray,
    zeroPointDims: readonly number[] = dims,
  ): StoredParameters {
    const zeroPoint = this.constant(`${tensor}_zero_point`, zeroPointDims, zeroPoints);
    return { scale: this.constant(`${tensor}_scale`, dims, scales), zeroPoint, scales };
  }
}

function storage(type: ActivationType, values: readonly number[]): Int8Array | Uint8Array {
  return type === "int8" ? Int8Array.from(values) : Uint8Array.from(values);
}
