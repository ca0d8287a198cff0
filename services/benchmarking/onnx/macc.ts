import { intAttribute, intsAttribute } from "../../toolkit/onnx/attribute.js";
import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import { elementCount } from "../../toolkit/tensor/element-count.js";
import { ELEMENTWISE, MOVES, PER_ELEMENT } from "./operators.js";

/** Multiply-accumulates of turning one element to 8 bits or back. */
export const MACC_PER_CONVERSION = 2;

/** The dims of a tensor, by name; images are NCHW. */
type Dims = (tensor: string) => readonly number[];
type Formula = (node: NodeProto, dims: Dims) => number;

const first = ({ input }: NodeProto) => input[0] ?? "";
const weights = ({ input }: NodeProto) => input[1] ?? "";
const output = (node: NodeProto) => node.output[0] ?? "";

const times =
  (work: number): Formula =>
  (node, dims) =>
    work * elementCount(dims(output(node)));

const convolution: Formula = (node, dims) => {
  const [channels = 0, ...window] = dims(weights(node));
  return elementCount(dims(output(node))) * elementCount(window) + channels;
};

const transposedConvolution: Formula = (node, dims) => {
  const [, ...window] = dims(weights(node));
  return elementCount(dims(first(node))) * elementCount(window) + (dims(output(node))[1] ?? 0);
};

const product: Formula = (node, dims) => {
  const axis = node.opType === "Gemm" && intAttribute(node, "transA", 0) === 1 ? -2 : -1;
  const result = dims(output(node));
  return elementCount(result) * (dims(first(node)).at(axis) ?? 0) + (result.at(-1) ?? 1);
};

const pool: Formula = (node, dims) =>
  elementCount(dims(output(node))) * elementCount(intsAttribute(node, "kernel_shape") ?? []);

const reduction: Formula = (node, dims) => elementCount(dims(first(node)));

const FORMULAS: ReadonlyMap<string, Formula> = new Map([
  ...[...MOVES].map((op) => [op, times(0)] as const),
  ...[...ELEMENTWISE].map((op) => [op, times(1)] as const),
  ...[...PER_ELEMENT].map(([op, work]) => [op, times(work)] as const),
  ["Conv", convolution],
  ["ConvTranspose", transposedConvolution],
  ["Gemm", product],
  ["MatMul", product],
  ["MaxPool", pool],
  ["AveragePool", pool],
  ["GlobalAveragePool", reduction],
  ["GlobalMaxPool", reduction],
  ["ReduceMean", reduction],
  ["ReduceMax", reduction],
  ["ReduceMin", reduction],
  ["ReduceSum", reduction],
]);

/** @returns whether a formula describes the operator's work. */
export function hasFormula(opType: string): boolean {
  return FORMULAS.has(opType);
}

/**
 * Multiply-accumulates of one operator by itself, as ST's reports count them: a convolution and a dense layer with
 * one more for each output channel, a pool one for each element of its window; 0 where no formula describes it.
 *
 * @param dims - the dims of a tensor, by name; images are NCHW.
 */
export function macc(node: NodeProto, dims: Dims): number {
  return FORMULAS.get(node.opType)?.(node, dims) ?? 0;
}
