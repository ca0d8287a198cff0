import type { Tensor } from "../graph.js";
import { axisIn } from "./layout.js";
import { inputOf, integersOf, optionsOf, outputOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";

/** RESHAPE, EXPAND_DIMS and SQUEEZE: the output's own sizes say all, however the graph computes them. */
export const reshape: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const source = scope.read(input, "nhwc");
  reshapeTo(scope, source, targetSizes(input, output), scope.write(output, "nhwc"));
};

/** TRANSPOSE, from whichever layout there is. */
export const transpose: Translation = (operator, scope) => {
  const input = inputOf(operator, 0);
  const layout = scope.layoutOf(input);
  const perm = integersOf(operator, 1).map((axis) => axisIn(layout, axis, input.shape.length));
  scope.node("Transpose", [scope.read(input, layout)], scope.write(outputOf(operator), "nhwc"), { perm });
};

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
 * What ONNX's Reshape takes for the sizes of a tensor: -1 for one that is unknown. Where there are two, the first is
 * the batch, 0, which keeps the input's.
 */
export function targetSizes(input: Tensor, output: Tensor): number[] {
  const sizes = [...(output.signature ?? output.shape)];
  const unknown = sizes.filter((size) => size < 0).length;
  if (unknown > 1 && (input.signature?.[0] ?? 0) < 0 && (sizes[0] ?? 0) < 0) sizes[0] = 0;
  return sizes;
}
