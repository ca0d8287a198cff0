import type { Operator, Tensor } from "../../graph.js";
import { PADDING } from "../../schema/enumerations.js";
import type { Pattern } from "./pattern.js";

/** Zeros around the image of a convolution without padding become its own padding, where those are the same zeros. */
export const foldPadding: Pattern = (operator, editor) => {
  const { op, options } = operator;
  if (op !== "CONV_2D" && op !== "DEPTHWISE_CONV_2D") return false;
  if (options?.type !== "Conv2DOptions" && options?.type !== "DepthwiseConv2DOptions") return false;
  const [padded, weights, ...others] = operator.inputs;
  const pad = editor.producerOf(padded);
  const [image, margins] = pad?.inputs ?? [];
  if (
    pad?.op !== "PAD" ||
    image === undefined ||
    weights === undefined ||
    !(margins?.data instanceof Int32Array)
  )
    return false;
  if (options.padding !== PADDING.VALID) return false;
  const axes = [
    { axis: 1, stride: options.strideH, dilation: options.dilationHFactor },
    { axis: 2, stride: options.strideW, dilation: options.dilationWFactor },
  ];
  const expected = [0, 0, ...axes.flatMap((one) => samePadding(image, weights, one)), 0, 0];
  if (!expected.every((amount, i) => margins.data?.[i] === amount)) return false;
  const same: Operator = {
    ...operator,
    inputs: [image, weights, ...others],
    options: { ...options, padding: PADDING.SAME },
  };
  editor.replace(operator, same);
  return true;
};

interface Axis {
  readonly axis: number;
  readonly stride: number;
  readonly dilation: number;
}

/** The zeros before and after an axis with the padding SAME. */
function samePadding(image: Tensor, weights: Tensor, { axis, stride, dilation }: Axis): [number, number] {
  const size = image.shape[axis] ?? 1;
  const reach = ((weights.shape[axis] ?? 1) - 1) * dilation + 1;
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  const begin = Math.floor(total / 2);
  return [begin, total - begin];
}
