import type { Graph, Operator, Tensor } from "../../toolkit/tflite/graph.js";
import type { BuiltinOperator } from "../../toolkit/tflite/schema/builtin-operators.js";
import { ACTIVATION } from "../../toolkit/tflite/schema/enumerations.js";
import { floats } from "./tensor-uses.js";

/** The activations that are never below 0, whatever the network is given: by their operator, or since its inputs are not. */
export function nonNegativeTensors({ operators }: Graph): Set<Tensor> {
  const nonNegative = new Set<Tensor>();
  const isNonNegative = (tensor: Tensor) => nonNegative.has(tensor) || holdsNoNegative(tensor);
  for (const operator of operators) {
    if (!RESTRICTED.has(operator.op) && !endsInRelu(operator) && !inherits(operator, isNonNegative)) continue;
    for (const output of floats(operator.outputs)) nonNegative.add(output);
  }
  return nonNegative;
}

const RESTRICTED = new Set<BuiltinOperator>(
  "RELU RELU6 RELU_0_TO_1 LOGISTIC SOFTMAX EXP ABS SQUARE SQRT RSQRT SQUARED_DIFFERENCE".split(
    " ",
  ) as BuiltinOperator[],
);

/** Operators that give nothing below 0 when no input is below 0. */
const PRESERVING = new Set<BuiltinOperator>(
  [
    "ADD MUL DIV MEAN SUM REDUCE_PROD REDUCE_MAX REDUCE_MIN MAX_POOL_2D AVERAGE_POOL_2D CONCATENATION MAXIMUM MINIMUM",
    "RESHAPE SQUEEZE EXPAND_DIMS TRANSPOSE PAD PADV2 MIRROR_PAD SLICE STRIDED_SLICE SPLIT SPLIT_V PACK UNPACK GATHER",
    "RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR SPACE_TO_BATCH_ND BATCH_TO_SPACE_ND SPACE_TO_DEPTH DEPTH_TO_SPACE",
    "LEAKY_RELU PRELU HARD_SWISH ELU TILE BROADCAST_TO",
  ].flatMap((line) => line.split(" ")) as BuiltinOperator[],
);

function inherits({ op, inputs }: Operator, isNonNegative: (tensor: Tensor) => boolean): boolean {
  const tensors = floats(op === "PRELU" ? inputs.slice(0, 1) : inputs);
  if (op === "MAXIMUM") return tensors.some(isNonNegative);
  return PRESERVING.has(op) && tensors.length > 0 && tensors.every(isNonNegative);
}

function endsInRelu({ options }: Operator): boolean {
  if (options === undefined || !("fusedActivationFunction" in options)) return false;
  const { fusedActivationFunction: activation } = options;
  return activation === ACTIVATION.RELU || activation === ACTIVATION.RELU6;
}

function holdsNoNegative({ data }: Tensor): boolean {
  return data instanceof Float32Array && data.every((value) => value >= 0);
}
