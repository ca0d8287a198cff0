import type { Operator, Tensor } from "../../graph.js";
import { ACTIVATION } from "../../schema/enumerations.js";
import { activationOf, isPlain } from "./fused-activation.js";
import type { GraphEditor } from "./graph-editor.js";
import { isFloatConstant, type Pattern } from "./pattern.js";

/** max(x, 0) is RELU; x between −1 and 1 is RELU_N1_TO_1. */
export const recognizeRectifiers: Pattern = (operator, editor) => {
  const { op, inputs, outputs } = operator;
  const bound = op === "MAXIMUM" || op === "MINIMUM" ? numberOf(inputs[1]) : undefined;
  const [input] = inputs;
  if (input === undefined || bound === undefined) return false;
  if (op === "MAXIMUM" && bound === 0) {
    editor.replace(operator, { op: "RELU", inputs: [input], outputs });
    return true;
  }
  const inner = editor.producerOf(input);
  const isPair = inner?.op === (op === "MAXIMUM" ? "MINIMUM" : "MAXIMUM");
  const other = op === "MAXIMUM" ? 1 : -1;
  if (!isPair || bound !== -other || numberOf(inner.inputs[1]) !== other) return false;
  editor.replace(operator, { op: "RELU_N1_TO_1", inputs: inner.inputs.slice(0, 1), outputs });
  return true;
};

const SIXTH = Math.fround(1 / 6);

/** x · relu6(x + 3) / 6, in the three orders that TensorFlow knows, is HARD_SWISH. */
export const recognizeHardSwish: Pattern = (operator, editor) => {
  if (operator.op !== "MUL" || !isPlain(operator)) return false;
  const [left, right] = operator.inputs;
  const input =
    scaledProduct(left, right, editor) ?? gated(left, right, editor) ?? gated(right, left, editor);
  if (input === undefined) return false;
  editor.replace(operator, {
    op: "HARD_SWISH",
    inputs: [input],
    outputs: operator.outputs,
  });
  return true;
};

/** (x · relu6(x + 3)) · 1/6 */
function scaledProduct(
  product: Tensor | undefined,
  sixth: Tensor | undefined,
  editor: GraphEditor,
): Tensor | undefined {
  const inner = plainProduct(product, editor);
  const [input, gate] = inner?.inputs ?? [];
  return numberOf(sixth) === SIXTH && isGate(gate, input, editor) ? input : undefined;
}

/** x · (relu6(x + 3) · 1/6) */
function gated(
  input: Tensor | undefined,
  scaled: Tensor | undefined,
  editor: GraphEditor,
): Tensor | undefined {
  const [gate, sixth] = plainProduct(scaled, editor)?.inputs ?? [];
  return numberOf(sixth) === SIXTH && isGate(gate, input, editor) ? input : undefined;
}

function plainProduct(tensor: Tensor | undefined, editor: GraphEditor): Operator | undefined {
  const producer = editor.producerOf(tensor);
  return producer?.op === "MUL" && isPlain(producer) ? producer : undefined;
}

/** relu6(x + 3) */
function isGate(gate: Tensor | undefined, input: Tensor | undefined, editor: GraphEditor): boolean {
  const sum = editor.producerOf(gate);
  if (input === undefined || sum?.op !== "ADD" || activationOf(sum) !== ACTIVATION.RELU6) return false;
  return sum.inputs[0] === input && numberOf(sum.inputs[1]) === 3;
}

function numberOf(tensor: Tensor | undefined): number | undefined {
  return isFloatConstant(tensor) && tensor.data.length === 1 ? tensor.data[0] : undefined;
}
