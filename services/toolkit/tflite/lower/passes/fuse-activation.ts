import type { Operator } from "../../graph.js";
import type { BuiltinOperator } from "../../schema/builtin-operators.js";
import { ACTIVATION } from "../../schema/enumerations.js";
import { activationOf, isPlain, withActivation } from "./fused-activation.js";
import type { Pattern } from "./pattern.js";

const FUSED: ReadonlyMap<BuiltinOperator, number> = new Map<BuiltinOperator, number>([
  ["RELU", ACTIVATION.RELU],
  ["RELU6", ACTIVATION.RELU6],
  ["RELU_N1_TO_1", ACTIVATION.RELU_N1_TO_1],
]);

/** Operators whose options hold an activation, and that TensorFlow gives one. */
const HOSTS: ReadonlySet<BuiltinOperator> = new Set<BuiltinOperator>([
  "CONV_2D",
  "DEPTHWISE_CONV_2D",
  "TRANSPOSE_CONV",
  "FULLY_CONNECTED",
  "ADD",
  "SUB",
  "MUL",
  "DIV",
  "AVERAGE_POOL_2D",
  "MAX_POOL_2D",
]);

/** A rectifier after the only operator that makes its input becomes a part of that; the same one twice does no more. */
export const fuseActivation: Pattern = (operator, editor) => {
  const activation = FUSED.get(operator.op);
  const [input] = operator.inputs;
  const producer = editor.producerOf(input);
  if (activation === undefined || input === undefined || producer === undefined) return false;
  if (producer.op === operator.op || activationOf(producer) === activation) {
    editor.bypass(operator, input);
    return true;
  }
  if (!isHost(producer) || editor.soleProducerOf(input) === undefined) return false;
  const options = withActivation(producer, activation);
  editor.replace(operator, { ...producer, outputs: operator.outputs, options });
  return true;
};

/** TensorFlow fuses nothing into a transposed convolution without a bias. */
function isHost(producer: Operator): boolean {
  if (!HOSTS.has(producer.op) || !isPlain(producer)) return false;
  return producer.op !== "TRANSPOSE_CONV" || producer.inputs[3] !== undefined;
}
