import { isFloatConstant, type Pattern } from "./pattern.js";

/** A full connection needs no bias of zeros; TensorFlow keeps that of a convolution. */
export const dropZeroBias: Pattern = (operator, editor) => {
  if (operator.op !== "FULLY_CONNECTED") return false;
  const [input, weights, bias] = operator.inputs;
  if (!isFloatConstant(bias) || bias.data.some((value) => value !== 0)) return false;
  editor.replace(operator, { ...operator, inputs: [input, weights, undefined] });
  return true;
};
