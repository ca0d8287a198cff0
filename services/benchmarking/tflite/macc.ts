import { elementCount } from "../../toolkit/tensor/element-count.js";
import type { Operator } from "../../toolkit/tflite/graph.js";
import type { BuiltinOperator } from "../../toolkit/tflite/schema/builtin-operators.js";
import { CONVERSIONS, ELEMENTWISE, MOVES, PER_ELEMENT, VIEWS } from "./operators.js";

/** Multiply-accumulates of turning one element to 8 bits or back. */
const PER_CONVERSION = 2;

type Formula = (operator: Operator) => number;

const input = ({ inputs }: Operator, at: number) => inputs[at]?.shape ?? [];
const output = ({ outputs }: Operator) => outputs[0]?.shape ?? [];

const times =
  (work: number): Formula =>
  (operator) =>
    work * elementCount(output(operator));

/** Weights are OHWI. */
const convolution: Formula = (operator) => {
  const [channels = 0, ...window] = input(operator, 1);
  return elementCount(output(operator)) * elementCount(window) + channels;
};

/** Weights are 1HWC. */
const depthwise: Formula = (operator) => {
  const [, height = 0, width = 0, channels = 0] = input(operator, 1);
  return elementCount(output(operator)) * height * width + channels;
};

/** Inputs are shape, weights (OHWI), image, bias. */
const transposedConvolution: Formula = (operator) => {
  const [channels = 0, height = 0, width = 0] = input(operator, 1);
  return elementCount(input(operator, 2)) * channels * height * width + channels;
};

/** Weights are [out, in]. */
const dense: Formula = (operator) => {
  const [units = 0, depth = 0] = input(operator, 1);
  return elementCount(output(operator)) * depth + units;
};

const product: Formula = (operator) =>
  elementCount(output(operator)) * (input(operator, 0).at(-1) ?? 0) + (output(operator).at(-1) ?? 1);

const pool: Formula = (operator) => {
  const { options } = operator;
  const window = options?.type === "Pool2DOptions" ? options.filterHeight * options.filterWidth : 1;
  return elementCount(output(operator)) * window;
};

const reduction: Formula = (operator) => elementCount(input(operator, 0));

const FORMULAS: ReadonlyMap<BuiltinOperator, Formula> = new Map<BuiltinOperator, Formula>([
  ...[...VIEWS, ...MOVES].map((op) => [op, times(0)] as const),
  ...[...ELEMENTWISE].map((op) => [op, times(1)] as const),
  ...[...CONVERSIONS].map((op) => [op, times(PER_CONVERSION)] as const),
  ...[...PER_ELEMENT].map(([op, work]) => [op, times(work)] as const),
  ["CONV_2D", convolution],
  ["DEPTHWISE_CONV_2D", depthwise],
  ["TRANSPOSE_CONV", transposedConvolution],
  ["FULLY_CONNECTED", dense],
  ["BATCH_MATMUL", product],
  ["MAX_POOL_2D", pool],
  ["AVERAGE_POOL_2D", pool],
  ["MEAN", reduction],
  ["SUM", reduction],
  ["REDUCE_MAX", reduction],
  ["REDUCE_MIN", reduction],
]);

/** @returns whether a formula describes the operator's work. */
export function hasFormula(op: BuiltinOperator): boolean {
  return FORMULAS.has(op);
}

/**
 * Multiply-accumulates of one operator, as ST's reports count them: a convolution and a dense layer with one more for
 * each output channel, a pool one for each element of its window; 0 where no formula describes it.
 */
export function macc(operator: Operator): number {
  return FORMULAS.get(operator.op)?.(operator) ?? 0;
}
