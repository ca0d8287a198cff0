import type { Operator, TensorType } from "../graph.js";
import type { BuiltinOperator } from "../schema/builtin-operators.js";
import { ACTIVATION } from "../schema/enumerations.js";
import {
  type ByType,
  broadcastsBeyond4,
  byType,
  isHybrid,
  isInt16,
  isPerChannel,
  multipliesBeyond1,
  rank,
  scales,
  typeOf,
} from "./operator-facts.js";

type Rule = ByType | ((operator: Operator) => number);

const SINCE_INT8: ByType = { INT8: 2 };
const SINCE_INT16: ByType = { INT8: 2, INT16: 3 };

/**
 * The version of an operator: the first whose kernels know the types and options that it has. The rules are those
 * of tensorflow/compiler/mlir/lite/tools/versioning/op_version.cc for the types of graph.ts; recurrent and
 * look-up operators have none here and get version 1.
 */
export function operatorVersion(operator: Operator): number {
  const rule = RULES[operator.op];
  if (rule === undefined) return 1;
  return typeof rule === "function" ? rule(operator) : byType(operator, rule);
}

const RULES: Partial<Record<BuiltinOperator, Rule>> = {
  ABS: { INT8: 2, UINT8: 2, INT32: 5, INT16: 3 },
  ADD: (operator) => {
    if (typeOf(operator, 0) === "INT16" && operator.inputs[0]?.quantization === undefined) return 5;
    const { options } = operator;
    const wide = options?.type === "AddOptions" && !options.potScaleInt16;
    return byType(operator, { INT64: 4, INT16: wide ? 3 : 1, INT8: 2 });
  },
  ARG_MAX: { BOOL: 3, INT8: 2 },
  ARG_MIN: { BOOL: 3, INT8: 2 },
  AVERAGE_POOL_2D: SINCE_INT16,
  BATCH_MATMUL: (operator) => {
    const { options } = operator;
    const asymmetric = options?.type === "BatchMatMulOptions" && options.asymmetricQuantizeInputs;
    return isHybrid(operator) && asymmetric ? 4 : byType(operator, SINCE_INT16);
  },
  BATCH_TO_SPACE_ND: (operator) => blockVersion(operator),
  BROADCAST_TO: (operator) => byType(operator, { INT8: 3, INT16: 3 }, 2),
  CAST: ({ inputs: [from], outputs: [to] }) => {
    const has = (type: TensorType) => from?.type === type || to?.type === type;
    if (from?.type === "INT4" && to?.type === "FLOAT32") return 6;
    if (has("FLOAT64") || has("FLOAT16")) return 5;
    return has("INT8") ? 3 : 1;
  },
  CONCATENATION: SINCE_INT16,
  CONV_2D: (operator) => {
    const { options } = operator;
    const [input, filter] = operator.inputs;
    if (isInt16(operator) && options?.type === "Conv2DOptions" && options.quantizedBiasType !== 0) return 8;
    if (input?.shape[3] !== filter?.shape[3]) return 6;
    if (isHybrid(operator)) return scales(filter) === filter?.shape[0] ? 5 : 2;
    return integerVersion(operator) ?? 1;
  },
  DEPTHWISE_CONV_2D: (operator) => {
    const { options } = operator;
    const filter = operator.inputs[1];
    if (isHybrid(operator)) return scales(filter) === filter?.shape[3] ? 6 : 4;
    const dilated =
      options?.type === "DepthwiseConv2DOptions" &&
      (options.dilationWFactor !== 1 || options.dilationHFactor !== 1);
    return integerVersion(operator) ?? (dilated ? 2 : 1);
  },
  DEPTH_TO_SPACE: SINCE_INT8,
  DEQUANTIZE: (operator) => {
    if (typeOf(operator, 0) === "INT8" && isPerChannel(operator.inputs[0]?.quantization)) return 5;
    return byType(operator, { INT4: 6, INT16: 3, FLOAT16: 3, INT8: 2 });
  },
  DIV: (operator) => (broadcastsBeyond4(operator) ? 2 : 1),
  EQUAL: { INT16: 5, INT8: 2 },
  EXP: { INT8: 2, INT16: 2 },
  FAKE_QUANT: ({ options }) => (options?.type === "FakeQuantOptions" && options.narrowRange ? 2 : 1),
  FILL: (operator) => byType(operator, { FLOAT16: 4, INT8: 3, INT16: 3, BOOL: 2 }, 1, 1),
  FLOOR_DIV: { INT16: 3, INT8: 3, FLOAT32: 2 },
  FLOOR_MOD: { INT16: 2, INT8: 2 },
  FULLY_CONNECTED: (operator) => fullyConnected(operator),
  GATHER: (operator) => {
    const { options } = operator;
    if (typeOf(operator, 0) === "INT4") return 7;
    if (typeOf(operator, 1) === "INT16") return 6;
    if (options?.type === "GatherOptions" && options.batchDims !== 0) return 5;
    return byType(operator, { INT16: 4, BOOL: 3, INT8: 2 });
  },
  GATHER_ND: (operator) => {
    if (typeOf(operator, 0) === "BOOL") return 5;
    return typeOf(operator, 1) === "INT16" ? 4 : byType(operator, { INT16: 3 });
  },
  GELU: { INT8: 2, UINT8: 2 },
  GREATER: SINCE_INT8,
  GREATER_EQUAL: SINCE_INT16,
  L2_NORMALIZATION: ({ outputs }) => (outputs[0]?.type === "INT8" ? 2 : 1),
  LEAKY_RELU: { INT16: 2 },
  LESS: SINCE_INT16,
  LESS_EQUAL: SINCE_INT8,
  LOG: { INT8: 2, INT16: 2 },
  LOGISTIC: SINCE_INT16,
  LOG_SOFTMAX: SINCE_INT8,
  MAXIMUM: (operator) => minimumMaximum(operator),
  MAX_POOL_2D: SINCE_INT16,
  MEAN: SINCE_INT16,
  MINIMUM: (operator) => minimumMaximum(operator),
  MIRROR_PAD: SINCE_INT16,
  MUL: (operator) => {
    if (typeOf(operator, 0) === "INT16")
      return operator.inputs.some((input) => input?.quantization !== undefined) ? 4 : 7;
    if (typeOf(operator, 0) === "INT64") return 5;
    return multipliesBeyond1(operator) ? 3 : byType(operator, SINCE_INT8);
  },
  NOT_EQUAL: { INT16: 4, INT8: 2 },
  PACK: SINCE_INT16,
  PAD: (operator) => padVersion(operator),
  PADV2: (operator) => padVersion(operator),
  QUANTIZE: ({ inputs: [input], outputs: [output] }) => {
    if (input?.type === "INT4" || output?.type === "INT4") return 4;
    if (isPerChannel(output?.quantization)) return 3;
    return output?.type === "INT16" ? 2 : 1;
  },
  RANGE: { INT64: 2 },
  REDUCE_MAX: SINCE_INT16,
  REDUCE_MIN: SINCE_INT16,
  REDUCE_PROD: { INT8: 2, INT16: 2 },
  RELU: { INT16: 3, INT8: 2, UINT8: 2 },
  RELU6: SINCE_INT16,
  RESIZE_BILINEAR: (operator) => {
    const { options } = operator;
    const centered = options?.type === "ResizeBilinearOptions" && options.halfPixelCenters;
    return byType(operator, { INT16: 4, INT8: centered ? 3 : 2 }, centered ? 3 : 1);
  },
  RESIZE_NEAREST_NEIGHBOR: (operator) => {
    const { options } = operator;
    const placed =
      options?.type === "ResizeNearestNeighborOptions" && (options.halfPixelCenters || options.alignCorners);
    return byType(operator, { INT16: 4, INT8: placed ? 3 : 2 }, placed ? 3 : 1);
  },
  REVERSE_V2: { INT8: 3, BOOL: 2 },
  RSQRT: SINCE_INT16,
  SELECT: (operator) =>
    operator.inputs.some((input) => input?.shape.length === 5) ? 3 : byType(operator, SINCE_INT8),
  SIGN: { INT32: 2 },
  SLICE: (operator) => (rank(operator) > 4 ? 5 : byType(operator, { INT16: 4, INT8: 2 })),
  SOFTMAX: SINCE_INT16,
  SPACE_TO_BATCH_ND: (operator) => blockVersion(operator),
  SPACE_TO_DEPTH: SINCE_INT8,
  SPARSE_TO_DENSE: (operator) => byType(operator, { INT8: 3, UINT8: 3, INT64: 2 }, 1, 2),
  SPLIT: (operator) => byType(operator, { INT16: 4, INT32: 3, INT8: 2 }, 1, 1),
  SPLIT_V: SINCE_INT8,
  SQRT: { INT8: 2, INT16: 2 },
  SQUARED_DIFFERENCE: SINCE_INT8,
  STRIDED_SLICE: (operator) => {
    const { options } = operator;
    if (options?.type === "StridedSliceOptions") {
      if (options.offset) return 8;
      if (options.ellipsisMask !== 0 || options.newAxisMask !== 0) return 6;
    }
    return rank(operator) > 4 ? 4 : byType(operator, { BOOL: 3, INT8: 2 });
  },
  SUB: (operator) => {
    const { options } = operator;
    if (isInt16(operator) && options?.type === "SubOptions" && !options.potScaleInt16) return 5;
    if (typeOf(operator, 0) === "INT64") return 4;
    return broadcastsBeyond4(operator) ? 3 : byType(operator, SINCE_INT8);
  },
  SUM: SINCE_INT8,
  TANH: SINCE_INT16,
  TILE: { INT8: 3 },
  TOPK_V2: SINCE_INT16,
  TRANSPOSE: (operator) => {
    if (typeOf(operator, 0) === "INT4") return 7;
    if (rank(operator) > 5) return 6;
    if (typeOf(operator, 0) === "INT16") return 5;
    return rank(operator) > 4 ? 4 : byType(operator, { BOOL: 3, INT8: 2 });
  },
  TRANSPOSE_CONV: (operator) => {
    const { options } = operator;
    if (options?.type === "TransposeConvOptions" && options.fusedActivationFunction !== ACTIVATION.NONE)
      return 4;
    if (operator.inputs[3] !== undefined) return 3;
    return typeOf(operator, 1) === "INT8" ? 2 : 1;
  },
  UNPACK: { INT8: 2, UINT8: 2, BOOL: 3, INT16: 4 },
  WHERE: (operator) => (typeOf(operator, 0) === "BOOL" ? 1 : 2),
};

function integerVersion({ inputs: [input, filter], outputs: [output] }: Operator): number | undefined {
  if (input?.type !== "INT8" || output?.type !== "INT8") return undefined;
  if (filter?.type === "INT8") return 3;
  return filter?.type === "INT4" ? 7 : undefined;
}

function fullyConnected(operator: Operator): number {
  const { options, inputs } = operator;
  if (options?.type !== "FullyConnectedOptions") return 1;
  const weights = inputs[1];
  const hybrid = isHybrid(operator);
  if (isInt16(operator) && weights?.type === "INT4") return 13;
  if (hybrid && scales(weights) === weights?.shape[0]) return 12;
  if (isInt16(operator) && weights?.type === "INT8" && options.quantizedBiasType !== 0) return 11;
  if (weights?.sparsity !== undefined) return 8;
  if (isInt16(operator) && weights?.type === "INT16") return 7;
  if (inputs.length === 2) return 6;
  if (options.keepNumDims) return 5;
  const version = integerVersion(operator);
  if (version !== undefined) return version === 3 ? 4 : 10;
  if (hybrid) return options.asymmetricQuantizeInputs ? 9 : 3;
  return options.weightsFormat === 0 ? 1 : 2;
}

function minimumMaximum(operator: Operator): number {
  if (isInt16(operator)) return 4;
  return broadcastsBeyond4(operator) ? 3 : byType(operator, SINCE_INT8);
}

function blockVersion(operator: Operator): number {
  if (typeOf(operator, 0) === "INT16") return 4;
  return rank(operator) === 4 ? byType(operator, SINCE_INT8) : 3;
}

function padVersion(operator: Operator): number {
  if (typeOf(operator, 0) === "BOOL") return 5;
  return rank(operator) > 4 ? 4 : byType(operator, SINCE_INT16);
}
