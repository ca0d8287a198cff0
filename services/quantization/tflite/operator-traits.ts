/** What the quantizer has to know of each operator; one table, with the traits of TensorFlow 2.21's TFLite operators. */
import type { BuiltinOperator } from "../../toolkit/tflite/schema/builtin-operators.js";
import type { Parameters } from "./parameters.js";

export interface OperatorTraits {
  /** There is an int8 kernel: the operator is quantized as soon as all its float tensors have parameters. */
  readonly quantizable: boolean;
  /** All float tensors of the operator have the same parameters. */
  readonly sameScale: boolean;
  /** Parameters that the kernel gives its output whatever was observed. */
  readonly fixedOutput?: Parameters;
  /** The input stored as symmetric narrow-range integers; with the axis of its scales where it may have several. */
  readonly weight?: { readonly input: number; readonly axis?: number };
  /** The input stored as 32-bit integers, and the inputs whose scales multiply to its own. */
  readonly bias?: { readonly input: number; readonly of: readonly [data: number, weight: number] };
}

/** @returns the traits of an operator; undefined for one that stays float and constrains nothing. */
export function operatorTraits(op: BuiltinOperator): OperatorTraits | undefined {
  return TRAITS.get(op);
}

const UNIT_INTERVAL: Parameters = { scale: 1 / 256, zeroPoint: -128 };
const PLUS_MINUS_ONE: Parameters = { scale: 1 / 128, zeroPoint: 0 };
const MINUS_SIXTEEN_TO_ZERO: Parameters = { scale: 16 / 256, zeroPoint: 127 };

const free: OperatorTraits = { quantizable: true, sameScale: false };
const same: OperatorTraits = { quantizable: true, sameScale: true };

const TRAITS: ReadonlyMap<BuiltinOperator, OperatorTraits> = new Map<BuiltinOperator, OperatorTraits>([
  ["CONV_2D", { ...free, weight: { input: 1, axis: 0 }, bias: { input: 2, of: [0, 1] } }],
  ["DEPTHWISE_CONV_2D", { ...free, weight: { input: 1, axis: 3 }, bias: { input: 2, of: [0, 1] } }],
  ["FULLY_CONNECTED", { ...free, weight: { input: 1, axis: 0 }, bias: { input: 2, of: [0, 1] } }],
  ["TRANSPOSE_CONV", { ...free, weight: { input: 1, axis: 0 }, bias: { input: 3, of: [2, 1] } }],
  ["EMBEDDING_LOOKUP", { ...free, weight: { input: 1, axis: 0 } }],
  ["PRELU", { ...free, weight: { input: 1 } }],

  ["LOGISTIC", { ...free, fixedOutput: UNIT_INTERVAL }],
  ["SOFTMAX", { ...free, fixedOutput: UNIT_INTERVAL }],
  ["TANH", { ...free, fixedOutput: PLUS_MINUS_ONE }],
  ["L2_NORMALIZATION", { ...free, fixedOutput: PLUS_MINUS_ONE }],
  ["LOG_SOFTMAX", { ...free, fixedOutput: MINUS_SIXTEEN_TO_ZERO }],

  ["ADD", free],
  ["SUB", free],
  ["MUL", free],
  ["DIV", free],
  ["SQUARED_DIFFERENCE", free],
  ["BATCH_MATMUL", free],
  ["MEAN", free],
  ["SUM", free],
  ["REDUCE_PROD", free],
  ["ABS", free],
  ["EXP", free],
  ["LOG", free],
  ["SQRT", free],
  ["RSQRT", free],
  ["RELU", free],
  ["RELU6", free],
  ["RELU_N1_TO_1", free],
  ["RELU_0_TO_1", free],
  ["LEAKY_RELU", free],
  ["HARD_SWISH", free],
  ["GELU", free],
  ["ARG_MAX", free],
  ["ARG_MIN", free],
  ["EQUAL", free],
  ["GREATER", free],
  ["GREATER_EQUAL", free],
  ["LESS", free],
  ["LESS_EQUAL", free],
  ["MATRIX_DIAG", free],
  ["MATRIX_SET_DIAG", free],
  ["ONE_HOT", free],
  ["RANK", free],
  ["REVERSE_SEQUENCE", free],
  ["REVERSE_V2", free],
  ["SHAPE", free],
  ["SPARSE_TO_DENSE", free],
  ["UNIQUE", free],

  ["AVERAGE_POOL_2D", same],
  ["MAX_POOL_2D", same],
  ["CONCATENATION", same],
  ["MAXIMUM", same],
  ["MINIMUM", same],
  ["REDUCE_MAX", same],
  ["REDUCE_MIN", same],
  ["RESHAPE", same],
  ["SQUEEZE", same],
  ["EXPAND_DIMS", same],
  ["TRANSPOSE", same],
  ["PAD", same],
  ["PADV2", same],
  ["MIRROR_PAD", same],
  ["RESIZE_BILINEAR", same],
  ["RESIZE_NEAREST_NEIGHBOR", same],
  ["SPACE_TO_BATCH_ND", same],
  ["BATCH_TO_SPACE_ND", same],
  ["SPACE_TO_DEPTH", same],
  ["DEPTH_TO_SPACE", same],
  ["SLICE", same],
  ["STRIDED_SLICE", same],
  ["SPLIT", same],
  ["SPLIT_V", same],
  ["PACK", same],
  ["UNPACK", same],
  ["GATHER", same],
  ["GATHER_ND", same],
  ["SCATTER_ND", same],
  ["SELECT", same],
  ["SELECT_V2", same],
  ["TILE", same],
  ["BROADCAST_TO", same],
  ["FILL", same],
  ["TOPK_V2", same],
  ["ADD_N", { quantizable: false, sameScale: true }],
]);
