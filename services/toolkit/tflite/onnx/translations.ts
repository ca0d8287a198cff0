import type { BuiltinOperator } from "../schema/builtin-operators.js";
import { float } from "./attributes.js";
import { binary, squaredDifference } from "./binary.js";
import { convolution, depthwiseConvolution, transposedConvolution } from "./convolutions.js";
import { concatenation, gather, split } from "./joins.js";
import { batchMatrixProduct, fullyConnected, softmax } from "./matrices.js";
import { mirrorPad, pad, padWithValue } from "./pads.js";
import { averagePool, maxPool } from "./pools.js";
import { maximum, mean, minimum, sum } from "./reductions.js";
import { pack, reshape, transpose } from "./reshapes.js";
import { resizeBilinear, resizeNearest } from "./resizes.js";
import { slice, stridedSlice } from "./slices.js";
import { batchToSpace, spaceToBatch } from "./space-to-batch.js";
import type { Translation } from "./translation.js";
import { clipped, gelu, leakyRelu, reciprocalRoot, square, unary } from "./unary.js";

/** How each float operator of TensorFlow Lite is said in ONNX. */
export const TRANSLATIONS: ReadonlyMap<BuiltinOperator, Translation> = new Map<BuiltinOperator, Translation>([
  ["ABS", unary("Abs")],
  ["ADD", binary("Add")],
  ["AVERAGE_POOL_2D", averagePool],
  ["BATCH_MATMUL", batchMatrixProduct],
  ["BATCH_TO_SPACE_ND", batchToSpace],
  ["CONCATENATION", concatenation],
  ["CONV_2D", convolution],
  ["DEPTHWISE_CONV_2D", depthwiseConvolution],
  ["DIV", binary("Div")],
  ["ELU", unary("Elu", { alpha: float(1) })],
  ["EXP", unary("Exp")],
  ["EXPAND_DIMS", reshape],
  ["FULLY_CONNECTED", fullyConnected],
  ["GATHER", gather],
  ["GELU", gelu],
  ["HARD_SWISH", unary("HardSwish")],
  ["LEAKY_RELU", leakyRelu],
  ["LOG", unary("Log")],
  ["LOGISTIC", unary("Sigmoid")],
  ["LOG_SOFTMAX", softmax("LogSoftmax")],
  ["MAX_POOL_2D", maxPool],
  ["MAXIMUM", binary("Max")],
  ["MEAN", mean],
  ["MINIMUM", binary("Min")],
  ["MIRROR_PAD", mirrorPad],
  ["MUL", binary("Mul")],
  ["NEG", unary("Neg")],
  ["PACK", pack],
  ["PAD", pad],
  ["PADV2", padWithValue],
  ["POW", binary("Pow")],
  ["PRELU", binary("PRelu")],
  ["REDUCE_MAX", maximum],
  ["REDUCE_MIN", minimum],
  ["RELU", unary("Relu")],
  ["RELU6", clipped(0, 6)],
  ["RELU_0_TO_1", clipped(0, 1)],
  ["RELU_N1_TO_1", clipped(-1, 1)],
  ["RESHAPE", reshape],
  ["RESIZE_BILINEAR", resizeBilinear],
  ["RESIZE_NEAREST_NEIGHBOR", resizeNearest],
  ["RSQRT", reciprocalRoot],
  ["SLICE", slice],
  ["SOFTMAX", softmax("Softmax")],
  ["SPACE_TO_BATCH_ND", spaceToBatch],
  ["SPLIT", split],
  ["SQRT", unary("Sqrt")],
  ["SQUARE", square],
  ["SQUARED_DIFFERENCE", squaredDifference],
  ["SQUEEZE", reshape],
  ["STRIDED_SLICE", stridedSlice],
  ["SUB", binary("Sub")],
  ["SUM", sum],
  ["TANH", unary("Tanh")],
  ["TRANSPOSE", transpose],
  ["TRANSPOSE_CONV", transposedConvolution],
]);
