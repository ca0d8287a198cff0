import type { Operator, Tensor } from "../graph.js";
import { axisIn, inOrderOf } from "./layout.js";
import { inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

/** RESHAPE, EXPAND_DIMS and SQUEEZE: the output's own sizes say all, however the graph computes them. */
export const reshape: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const source = scope.read(input, "nhwc");
  reshapeTo(scope, source, targetSizes(operator, output), scope.write(output, "nhwc"));
};

/** TRANSPOSE, from whichever layout there is. */
export const transpose: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const layout = scope.layoutOf(input);
  const perm = integersOf(operator, 1).map((axis) => axisIn(layout, axis, input.shape.length));
  scope.node("Transpose", [scope.read(input, layout)], scope.write(outputOf(operator), "nhwc"), { perm });
};

/** TILE: each axis as many times over as its multiple says. */
export const tile: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const layout = scope.layoutOf(input);
  const multiples = scope.integers(`${output.name}:multiples`, inOrderOf(layout, integersOf(operator, 1)));
  scope.node("Tile", [scope.read(input, layout), multiples], scope.write(output, layout));
};

/** SPACE_TO_DEPTH and DEPTH_TO_SPACE, whose channels are in the order of ONNX. */
export function depthAndSpace(opType: "SpaceToDepth" | "DepthToSpace"): Translation {
  return (operator, scope) => {
    const { blockSize } = optionsOf(operator, `${opType}Options`);
    const source = scope.read(inputOf(operator, 0), "nchw");
    scope.node(opType, [source], scope.write(outputOf(operator), "nchw"), { blocksize: blockSize });
  };
}

/** PACK: each value becomes a slice of the output. */
export const pack: Translation = (operator, scope) => {
  const output = outputOf(operator);
  const { axis } = optionsOf(operator, "PackOptions");
  const position = axis < 0 ? axis + output.shape.length : axis;
  const axes = scope.integers(`${output.name}:axes`, [position]);
  const slices = operator.inputs.map((_, index) => {
    const value = inputOf(operator, index);
    const slice = scope.unique(`${output.name}:slice`);
    return scope.node("Unsqueeze", [scope.read(value, "nhwc"), axes], slice);
  });
  scope.node("Concat", slices, scope.write(output, "nhwc"), { axis: position });
};

/** Adds a Reshape. @returns the name of its output. */
export function reshapeTo(scope: Scope, input: string, sizes: readonly number[], output: string): string {
  return scope.node("Reshape", [input, scope.integers(`${output}:shape`, sizes)], output);
}

/**
 * What ONNX's Reshape takes for the sizes of an operator's output: -1 for one that is unknown. Where there are two, the
 * first is the batch, 0, which keeps the input's.
 *
 * @throws ServiceError `operator_unsupported` where more are unknown.
 */
export function targetSizes(operator: Operator, output: Tensor): number[] {
  const sizes = [...(output.signature ?? output.shape)];
  const isUnknown = (size = 0) => size < 0;
  if (sizes.filter(isUnknown).length < 2) return sizes;
  if (isUnknown(inputOf(operator, 0).signature?.[0]) && isUnknown(sizes[0])) sizes[0] = 0;
  if (sizes.filter(isUnknown).length < 2) return sizes;
  throw unsupported(operator, `has the shape [${sizes}], of which too much is unknown`);
}
