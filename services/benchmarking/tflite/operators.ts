/** Groups of TensorFlow Lite operators that are treated alike. */
import type { BuiltinOperator } from "../../toolkit/tflite/schema/builtin-operators.js";

type Operators = ReadonlySet<BuiltinOperator>;

/** Another view of the same buffer. Padding is done by the kernel behind it, or in place. */
export const VIEWS: Operators = new Set<BuiltinOperator>([
  "RESHAPE",
  "SQUEEZE",
  "EXPAND_DIMS",
  "PAD",
  "PADV2",
]);

export const CONVERSIONS: Operators = new Set<BuiltinOperator>(["QUANTIZE", "DEQUANTIZE"]);

/** One result for each element of the (broadcast) inputs. */
export const ELEMENTWISE: Operators = new Set<BuiltinOperator>([
  "ADD",
  "SUB",
  "MUL",
  "DIV",
  "MAXIMUM",
  "MINIMUM",
  "POW",
  "SQUARED_DIFFERENCE",
  "NEG",
  "ABS",
  "EXP",
  "LOG",
  "SQRT",
  "RSQRT",
  "SQUARE",
  "FLOOR",
  "CEIL",
  "ROUND",
  "RELU",
  "RELU6",
  "RELU_N1_TO_1",
  "RELU_0_TO_1",
  "LEAKY_RELU",
  "PRELU",
  "ELU",
  "GELU",
  "HARD_SWISH",
]);

/** Multiply-accumulates for each element of the result, where it is more than one. */
export const PER_ELEMENT: ReadonlyMap<BuiltinOperator, number> = new Map<BuiltinOperator, number>([
  ["SOFTMAX", 15],
  ["LOG_SOFTMAX", 15],
  ["LOGISTIC", 10],
  ["TANH", 10],
]);

/** Move elements about without arithmetic worth counting. */
export const MOVES: Operators = new Set<BuiltinOperator>([
  "CONCATENATION",
  "TRANSPOSE",
  "SPLIT",
  "SPLIT_V",
  "SLICE",
  "STRIDED_SLICE",
  "GATHER",
  "PACK",
  "UNPACK",
  "TILE",
  "BROADCAST_TO",
  "MIRROR_PAD",
  "DEPTH_TO_SPACE",
  "SPACE_TO_DEPTH",
  "SPACE_TO_BATCH_ND",
  "BATCH_TO_SPACE_ND",
  "RESIZE_BILINEAR",
  "RESIZE_NEAREST_NEIGHBOR",
  "CAST",
]);

/** Positions of the inputs that hold weights; other constants are parameters: shapes, axes, paddings. */
export const WEIGHT_INPUTS: ReadonlyMap<BuiltinOperator, readonly number[]> = new Map<
  BuiltinOperator,
  readonly number[]
>([
  ["CONV_2D", [1, 2]],
  ["DEPTHWISE_CONV_2D", [1, 2]],
  ["FULLY_CONNECTED", [1, 2]],
  ["TRANSPOSE_CONV", [1, 3]],
  ["PRELU", [1]],
  ["ADD", [0, 1]],
  ["SUB", [0, 1]],
  ["MUL", [0, 1]],
  ["DIV", [0, 1]],
  ["MAXIMUM", [0, 1]],
  ["MINIMUM", [0, 1]],
  ["BATCH_MATMUL", [0, 1]],
  ["GATHER", [0]],
]);
