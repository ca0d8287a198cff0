import type { Operator } from "../graph.js";
import { PADDING } from "../schema/enumerations.js";
import { writeActivated } from "./activation.js";
import { inputOf, isKnown, optionsOf, outputOf, requireRank, sizeOf } from "./operands.js";
import { halves, padsOf } from "./padding.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/** CONV_2D: weights OHWI to OIHW; fewer input channels in the weights than in the image make groups. */
export const convolution: Translation = (operator, scope) => {
  const options = optionsOf(operator, "Conv2DOptions");
  const input = inputOf(operator, 0);
  const weights = weightsOf(operator);
  const { height, width, last } = weights;
  const name = scope.permuted(weights.tensor, [0, 3, 1, 2]);
  convolve(operator, scope, { ...options, weights: name, height, width, group: sizeOf(input, 3) / last });
};

/** DEPTHWISE_CONV_2D: weights [1, height, width, outputs] to [outputs, 1, height, width], a group for each channel. */
export const depthwiseConvolution: Translation = (operator, scope) => {
  const options = optionsOf(operator, "DepthwiseConv2DOptions");
  const input = inputOf(operator, 0);
  const weights = weightsOf(operator);
  const { height, width } = weights;
  const name = scope.permuted(weights.tensor, [3, 0, 1, 2]);
  convolve(operator, scope, { ...options, weights: name, height, width, group: sizeOf(input, 3) });
};

/**
 * TRANSPOSE_CONV (inputs: output shape, weights, image, bias): weights OHWI to IOHW. The sizes of the output are those
 * that the graph states; padding is that of the convolution from the output to the input.
 */
export const transposedConvolution: Translation = (operator, scope) => {
  const { padding, strideH, strideW } = optionsOf(operator, "TransposeConvOptions");
  const image = inputOf(operator, 2);
  const output = outputOf(operator);
  if (!isKnown(output, 1) || !isKnown(output, 2))
    throw unsupported(
      operator,
      `has the shape [${output.signature}], of which only the first size may be unknown`,
    );
  const { tensor, height, width } = weightsOf(operator);
  const name = scope.permuted(tensor, [3, 0, 1, 2]);
  const axis = (index: number, size: number, stride: number) => {
    const excess = (sizeOf(image, index) - 1) * stride + size - sizeOf(output, index);
    const [before, after] = padding === PADDING.SAME ? halves(Math.max(excess, 0)) : [0, Math.max(excess, 0)];
    return { before, after, missing: Math.max(-excess, 0) };
  };
  const rows = axis(1, height, strideH);
  const columns = axis(2, width, strideW);
  const names = [scope.read(image, "nchw"), name, ...biasOf(operator, scope, 3)];
  writeActivated(operator, scope, "nchw", (result) =>
    scope.node("ConvTranspose", names, result, {
      kernel_shape: [height, width],
      strides: [strideH, strideW],
      pads: [rows.before, columns.before, rows.after, columns.after],
      output_padding: [rows.missing, columns.missing],
    }),
  );
};

interface Convolution {
  readonly weights: string;
  readonly height: number;
  readonly width: number;
  readonly group: number;
  readonly padding: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly dilationHFactor: number;
  readonly dilationWFactor: number;
}

function convolve(operator: Operator, scope: Scope, values: Convolution): void {
  const { weights, height, width, group, strideH, strideW, dilationHFactor, dilationWFactor } = values;
  const input = inputOf(operator, 0);
  requireRank(operator, input, 4);
  const window = {
    padding: values.padding,
    sizes: [height, width],
    strides: [strideH, strideW],
    dilations: [dilationHFactor, dilationWFactor],
  } as const;
  const names = [scope.read(input, "nchw"), weights, ...biasOf(operator, scope, 2)];
  writeActivated(operator, scope, "nchw", (result) =>
    scope.node("Conv", names, result, {
      kernel_shape: window.sizes,
      strides: window.strides,
      dilations: window.dilations,
      pads: padsOf(operator, input, window),
      group,
    }),
  );
}

/** Weights whose axes 1 and 2 are the height and the width of the window. */
function weightsOf(operator: Operator) {
  const tensor = inputOf(operator, 1);
  requireRank(operator, tensor, 4);
  if (!(tensor.data instanceof Float32Array))
    throw unsupported(operator, `has weights '${tensor.name}' that are no float constant`);
  return { tensor, height: sizeOf(tensor, 1), width: sizeOf(tensor, 2), last: sizeOf(tensor, 3) };
}

function biasOf(operator: Operator, scope: Scope, index: number): string[] {
  const bias = operator.inputs[index];
  return bias === undefined ? [] : [scope.read(bias, "nhwc")];
}
