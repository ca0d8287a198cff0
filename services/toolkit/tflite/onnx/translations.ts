import type { BuiltinOperator } from "../schema/builtin-operators.js";
import { float } from "./attributes.js";
import { binary, select, squaredDifference } from "./binary.js";
import { convolution, depthwiseConvolution, transposedConvolution } from "./convolutions.js";
import { concatenation, gather, split, unpack } from "./joins.js";
import { batchMatrixProduct, fullyConnected, softmax } from "./matrices.js";
import { mirrorPad, pad, padWithValue } from "./pads.js";
import { averagePool, maxPool } from "./pools.js";
import { maximum, mean, minimum, product, sum } from "./reductions.js";
import { depthAndSpace, pack, reshape, tile, transpose } from "./reshapes.js";
import { resizeBilinear, resizeNearest } from "./resizes.js";
import { slice, stridedSlice } from "./slices.js";
import { batchToSpace, spaceToBatch } from "./space-to-batch.js";
import type { Translation } from "./translation.js";
import { cast, clipped, gelu, leakyRelu, reciprocalRoot, square, unary, zerosLike } from "./unary.js";

/** How each float operator of TensorFlow Lite is said in ONNX. */
export const TRANSLATIONS: ReadonlyMap<BuiltinOperator, Translation> = new Map<BuiltinOperator, Translation>([
  ["ABS", unary("Abs")],
  ["ADD", binary("Add")],
  ["AVERAGE_POOL_2D", averagePool],
  ["BATCH_MATMUL", batchMatrixProduct],
  ["BATCH_TO_SPACE_ND", batchToSpace],
  ["CAST", cast],
  ["CONCATENATION", concatenation],
  ["CONV_2D", convolution],
  ["COS", unary("Cos")],
  ["DEPTHWISE_CONV_2D", depthwiseConvolution],
  ["DEPTH_TO_SPACE", depthAndSpace("DepthToSpace")],
  ["DIV", binary("Div")],
  ["ELU", unary("Elu", { alpha: float(1) })],
  ["EQUAL", binary("Equal")],
  ["EXP", unary("Exp")],
  ["EXPAND_DIMS", reshape],
  ["FLOOR", unary("Floor")],
  ["FULLY_CONNECTED", fullyConnected],
  ["GATHER", gather],
  ["GELU", gelu],
  ["GREATER", binary("Greater")],
  ["GREATER_EQUAL", binary("GreaterOrEqual")],
  ["HARD_SWISH", unary("HardSwish")],
  ["LEAKY_RELU", leakyRelu],
  ["LESS", binary("Less")],
  ["LESS_EQUAL", binary("LessOrEqual")],
  ["LOG", unary("Log")],
  ["LOGISTIC", unary("Sigmoid")],
  ["LOG_SOFTMAX", softmax("LogSoftmax")],
  ["MAXIMUM", binary("Max")],
  ["MAX_POOL_2D", maxPool],
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
  ["REDUCE_PROD", product],
  ["RELU", unary("Relu")],
  ["RELU6", clipped(0, 6)],
  ["RELU_0_TO_1", clipped(0, 1)],
  ["RELU_N1_TO_1", clipped(-1, 1)],
  ["RESHAPE", reshape],
  ["RESIZE_BILINEAR", resizeBilinear],
  ["RESIZE_NEAREST_NEIGHBOR", resizeNearest],
  ["RSQRT", reciprocalRoot],
  ["SELECT", select],
  ["SELECT_V2", select],
  ["SIN", unary("Sin")],
  ["SLICE", slice],
  ["SOFTMAX", softmax("Softmax")],
  ["SPACE_TO_BATCH_ND", spaceToBatch],
  ["SPACE_TO_DEPTH", depthAndSpace("SpaceToDepth")],
  ["SPLIT", split],
  ["SQRT", unary("Sqrt")],
  ["SQUARE", square],
  ["SQUARED_DIFFERENCE", squaredDifference],
  ["SQUEEZE", reshape],
  ["STRIDED_SLICE", stridedSlice],
  ["SUB", binary("Sub")],
  ["SUM", sum],
  ["TANH", unary("Tanh")],
  ["TILE", tile],
  ["TRANSPOSE", transpose],
  ["TRANSPOSE_CONV", transposedConvolution],
  ["UNPACK", unpack],
  ["ZEROS_LIKE", zerosLike],
]);
