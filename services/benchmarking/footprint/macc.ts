import { intAttribute, intsAttribute } from "../../toolkit/onnx/attribute.js";
import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { ELEMENTWISE, MOVES, PER_ELEMENT } from "../network/operators.js";
import { elementCount } from "../network/shape-of.js";

/** Multiply-accumulates of turning one element to 8 bits or back. */
export const MACC_PER_CONVERSION = 2;

/**
 * Multiply-accumulates of one operator by itself, as ST's reports count them: a convolution and a dense layer with
 * one more for each output channel, a pool one for each element of its window.
 *
 * @param dims - the dims of a tensor, by name; images are NCHW.
 * @returns `undefined` for an operator that no formula describes.
 */
export function macc(node: NodeProto, dims: (tensor: string) => readonly number[]): number | undefined {
  if (MOVES.has(node.opType)) return 0;
  const [first = "", second = ""] = node.input;
  const output = dims(node.output[0] ?? "");
  const perElement = PER_ELEMENT.get(node.opType) ?? (ELEMENTWISE.has(node.opType) ? 1 : undefined);
  if (perElement !== undefined) return perElement * elementCount(output);
  const bias = output.at(-1) ?? 1;
  switch (node.opType) {
    case "Conv": {
      const [channels = 0, ...window] = dims(second);
      return elementCount(output) * elementCount(window) + channels;
    }
    case "ConvTranspose": {
      const [, ...window] = dims(second);
      return elementCount(dims(first)) * elementCount(window) + (output[1] ?? 0);
    }
    case "Gemm": {
      const depth = dims(first)[intAttribute(node, "transA", 0) === 1 ? 0 : 1] ?? 0;
      return elementCount(output) * depth + bias;
    }
    case "MatMul":
      return elementCount(output) * (dims(first).at(-1) ?? 0) + bias;
    case "MaxPool":
    case "AveragePool":
      return elementCount(output) * elementCount(intsAttribute(node, "kernel_shape") ?? []);
    case "GlobalAveragePool":
    case "GlobalMaxPool":
    case "ReduceMean":
    case "ReduceMax":
    case "ReduceMin":
    case "ReduceSum":
      return elementCount(dims(first));
    default:
      return undefined;
  }
}
