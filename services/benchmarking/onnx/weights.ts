import type { NodeProto } from "../../toolkit/onnx/onnx_pb.js";
import type { Weight } from "../kernel.js";
import type { Constants } from "./constants.js";
import type { Fusion } from "./fuse.js";
import { hasFormula } from "./macc.js";

/** Positions of the inputs that hold weights; other constants are parameters. */
const WEIGHT_INPUTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["Conv", [1, 2]],
  ["ConvTranspose", [1, 2]],
  ["Gemm", [0, 1, 2]],
  ["MatMul", [0, 1]],
  ["BatchNormalization", [1, 2]],
  ["InstanceNormalization", [1, 2]],
  ["LayerNormalization", [1, 2]],
  ["LSTM", [1, 2, 3]],
  ["GRU", [1, 2, 3]],
  ["RNN", [1, 2, 3]],
  ["PRelu", [1]],
  ["Gather", [0]],
  ["Add", [0, 1]],
  ["Sub", [0, 1]],
  ["Mul", [0, 1]],
  ["Div", [0, 1]],
]);
const ANY_INPUT: ReadonlySet<string> = new Set(["Min", "Max", "Concat"]);

/**
 * The constants that a kernel keeps in flash: weights in their stored type and biases. Scales, zero points, shapes,
 * axes and limits are code. A normalization that is folded into a convolution leaves a bias, if there was none.
 */
export function weightsOf({ operator, absorbed }: Fusion, constants: Constants): readonly Weight[] {
  const weights = ownWeights(operator, constants);
  for (const node of absorbed) {
    if (node.opType !== "BatchNormalization") weights.push(...ownWeights(node, constants));
    else if (!operator.input[2]) weights.push(foldedBias(node, constants));
  }
  return weights;
}

function ownWeights({ opType, input }: NodeProto, constants: Constants): Weight[] {
  const positions = WEIGHT_INPUTS.get(opType) ?? (mayBeAny(opType) ? [...input.keys()] : []);
  return input
    .filter((name, at) => positions.includes(at) && constants.has(name))
    .map((name) => constants.weight(name));
}

/** Of an operator that nothing is known about each constant counts: better too much flash than too little. */
function mayBeAny(opType: string): boolean {
  return ANY_INPUT.has(opType) || !hasFormula(opType);
}

/** One 32-bit number a channel: as much as the mean, which no network stores in less. */
function foldedBias(normalization: NodeProto, constants: Constants): Weight {
  return constants.weight(normalization.input[3] ?? "");
}
