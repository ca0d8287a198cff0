import { PADDING } from "../../schema/enumerations.js";
import { type Affine, asAffine, inputsWith } from "./affine.js";
import { isPlain } from "./fused-activation.js";
import { changed, type FloatConstant, isFloatConstant, type Pattern } from "./pattern.js";

const { fround } = Math;

/**
 * A constant that is added to or multiplied with the input of a convolution or a full connection goes into its weights
 * and bias: one number for all, or a number for each input of a full connection, but a sum not without a bias. A sum
 * does not where the convolution puts zeros around its input.
 */
export const foldIntoFollowing: Pattern = (operator, editor, scope) => {
  const affine = operator.op === "TRANSPOSE_CONV" ? undefined : asAffine(operator);
  const before = editor.producerOf(affine?.input);
  if (affine === undefined || before === undefined || !isPlain(before)) return false;
  const { op } = before;
  if (op !== "ADD" && op !== "SUB" && op !== "MUL") return false;
  const [input, constant] = before.inputs;
  if (input === undefined || !isFloatConstant(constant) || !fits(affine, constant, op)) return false;
  if (op !== "MUL" && isPadded(affine)) return false;
  const parts =
    op === "MUL"
      ? { weights: changed(affine.weights, scaled(affine, constant), scope) }
      : { bias: changed(affine.bias ?? constant, moved(affine, constant, op), scope, [affine.channels]) };
  editor.replace(operator, { ...operator, inputs: inputsWith(affine, { input, ...parts }) });
  return true;
};

/** A bias or a batch norm between full connections goes into the following one; so it is gone before it meets the other. */
export const foldIntoFullConnection: Pattern = (operator, editor, scope) => {
  if (operator.op !== "FULLY_CONNECTED") return false;
  const [, constant] = editor.producerOf(operator.inputs[0])?.inputs ?? [];
  return constant?.shape.length === 1 && foldIntoFollowing(operator, editor, scope);
};

function isPadded({ operator }: Affine): boolean {
  return (
    operator.options !== undefined &&
    "padding" in operator.options &&
    operator.options.padding !== PADDING.VALID
  );
}

function fits(
  { operator, weights, bias, input }: Affine,
  constant: FloatConstant,
  op: "ADD" | "SUB" | "MUL",
): boolean {
  if (constant.data.length === 1) return true;
  const inputs = weights.shape[1];
  return (
    operator.op === "FULLY_CONNECTED" &&
    (op === "MUL" || (op === "ADD" && bias !== undefined)) &&
    input.shape.length === 2 &&
    constant.shape.length === 1 &&
    constant.data.length === inputs
  );
}

/** The weights times the constant. */
function scaled({ weights }: Affine, { data }: FloatConstant): Float32Array {
  const inputs = data.length;
  return weights.data.map((weight, i) => fround(weight * (data[i % inputs] ?? 1)));
}

/** The bias with what the constant contributes, summed in the order of the weights: a vector's with no loss, as TensorFlow does. */
function moved(affine: Affine, { data }: FloatConstant, op: "ADD" | "SUB"): Float32Array {
  const { weights, channels, channelsLast } = affine;
  const bias = data.length > 1 ? new Float64Array(channels) : new Float32Array(channels);
  if (affine.bias !== undefined) bias.set(affine.bias.data);
  const sign = op === "ADD" ? 1 : -1;
  const run = channelsLast ? 1 : weights.data.length / channels;
  for (const [i, weight] of weights.data.entries()) {
    const channel = Math.floor(i / run) % channels;
    const product = fround(weight * (data[i % data.length] ?? 0) * sign);
    bias[channel] = (bias[channel] ?? 0) + product;
  }
  return Float32Array.from(bias);
}
