import { type Affine, asAffine, inputsWith } from "./affine.js";
import { activationOf, isPlain, withActivation } from "./fused-activation.js";
import { changed, type FloatConstant, isFloatConstant, type Pattern } from "./pattern.js";

const { fround } = Math;

/**
 * A constant that is added to, subtracted from or multiplied with the result of a convolution or a full connection goes
 * into its weights and bias, in float32; so a batch norm does.
 */
export const foldIntoPreceding: Pattern = (operator, editor, scope) => {
  const { op, inputs } = operator;
  if (op !== "ADD" && op !== "SUB" && op !== "MUL") return false;
  const [left, right] = inputs;
  const constant = isFloatConstant(right) ? right : op === "SUB" ? undefined : left;
  const affine = asAffine(editor.soleProducerOf(constant === right ? left : right));
  if (affine === undefined || !isFloatConstant(constant) || !fits(affine, constant)) return false;
  if (op === "SUB" && affine.operator.op === "FULLY_CONNECTED") return false;
  const at = (channel: number) => constant.data[constant.data.length === 1 ? 0 : channel] ?? 0;
  const bias = Float32Array.from({ length: affine.channels }, (_, channel) => {
    const before = affine.bias?.data[channel] ?? 0;
    if (op === "MUL") return before * at(channel);
    return op === "ADD" ? before + at(channel) : before - at(channel);
  });
  const keepsNone = op === "MUL" && affine.bias === undefined;
  const parts = {
    ...(op === "MUL" && { weights: changed(affine.weights, scaled(affine, at), scope) }),
    ...(!keepsNone && { bias: changed(affine.bias ?? constant, bias, scope, [affine.channels]) }),
  };
  editor.replace(operator, {
    ...affine.operator,
    inputs: inputsWith(affine, parts),
    outputs: operator.outputs,
    options: withActivation(affine.operator, activationOf(operator) ?? 0),
  });
  return true;
};

/** TensorFlow takes one value for all channels, or one each. */
function fits({ operator, channels }: Affine, { shape }: FloatConstant): boolean {
  if (!isPlain(operator)) return false;
  const [last = 1] = shape.slice(-1);
  const stretched = shape.slice(0, -1).every((size) => size === 1);
  return stretched && shape.length !== 2 && shape.length !== 3 && (last === 1 || last === channels);
}

function scaled({ weights, channels, channelsLast }: Affine, at: (channel: number) => number): Float32Array {
  const result = new Float32Array(weights.data.length);
  const run = channelsLast ? 1 : weights.data.length / channels;
  for (let from = 0; from < result.length; from += run) {
    const factor = at((from / run) % channels);
    for (let i = from; i < from + run; i++) result[i] = fround((weights.data[i] ?? 0) * factor);
  }
  return result;
}
