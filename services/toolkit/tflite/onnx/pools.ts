import type { Operator } from "../graph.js";
import { writeActivated } from "./activation.js";
import { inputOf, optionsOf, requireRank } from "./operands.js";
import { padsOf } from "./padding.js";
import type { Translation } from "./translation.js";

export const maxPool: Translation = (operator, scope) => {
  const input = scope.read(imageOf(operator), "nchw");
  writeActivated(operator, scope, "nchw", (result) =>
    scope.node("MaxPool", [input], result, windowOf(operator)),
  );
};

/** AVERAGE_POOL_2D: padding counts for nothing. */
export const averagePool: Translation = (operator, scope) => {
  const input = scope.read(imageOf(operator), "nchw");
  writeActivated(operator, scope, "nchw", (result) =>
    scope.node("AveragePool", [input], result, { ...windowOf(operator), count_include_pad: 0 }),
  );
};

function imageOf(operator: Operator) {
  const image = inputOf(operator, 0);
  requireRank(operator, image, 4);
  return image;
}

function windowOf(operator: Operator) {
  const { padding, filterHeight, filterWidth, strideH, strideW } = optionsOf(operator, "Pool2DOptions");
  const sizes = [filterHeight, filterWidth] as const;
  const strides = [strideH, strideW] as const;
  const pads = padsOf(operator, imageOf(operator), { padding, sizes, strides, dilations: [1, 1] });
  return { kernel_shape: sizes, strides, pads };
}
