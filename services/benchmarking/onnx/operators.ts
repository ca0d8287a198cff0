/** Groups of ONNX operators that are treated alike. */

export const QUANTIZE = "QuantizeLinear";
export const DEQUANTIZE = "DequantizeLinear";

/**
 * On the board these are another view of the same buffer: they change dims and nothing else. Padding is done by the
 * kernel behind it, or in place.
 */
export const VIEWS: ReadonlySet<string> = new Set([
  "Reshape",
  "Flatten",
  "Squeeze",
  "Unsqueeze",
  "Identity",
  "Dropout",
  "Cast",
  "Pad",
]);

/** Activations that a kernel applies to its result before it stores it. */
export const CLIPPING: ReadonlySet<string> = new Set(["Relu", "Clip"]);

/** Kernels that can clip their result. */
export const CLIPPED: ReadonlySet<string> = new Set([
  "Conv",
  "ConvTranspose",
  "Gemm",
  "MatMul",
  "BatchNormalization",
  "Add",
  "Sub",
  "Mul",
  "Div",
  "MaxPool",
  "AveragePool",
  "GlobalAveragePool",
]);

/** One result for each element of the (broadcast) inputs. */
export const ELEMENTWISE: ReadonlySet<string> = new Set([
  "Add",
  "Sub",
  "Mul",
  "Div",
  "Min",
  "Max",
  "Pow",
  "Mod",
  "Neg",
  "Abs",
  "Exp",
  "Log",
  "Sqrt",
  "Reciprocal",
  "Floor",
  "Ceil",
  "Round",
  "Sign",
  "Erf",
  "Relu",
  "Clip",
  "LeakyRelu",
  "PRelu",
  "Elu",
  "Selu",
  "ThresholdedRelu",
  "HardSigmoid",
  "HardSwish",
  "Softplus",
  "Softsign",
]);

/** Multiply-accumulates for each element of the result, where it is more than one. */
export const PER_ELEMENT: ReadonlyMap<string, number> = new Map([
  ["Softmax", 15],
  ["LogSoftmax", 15],
  ["Sigmoid", 10],
  ["Tanh", 10],
  ["BatchNormalization", 2],
]);

/** Move elements about without arithmetic worth counting. */
export const MOVES: ReadonlySet<string> = new Set([
  "Concat",
  "Transpose",
  "Split",
  "Slice",
  "Gather",
  "Tile",
  "Expand",
  "DepthToSpace",
  "SpaceToDepth",
  "Resize",
  "Upsample",
]);
