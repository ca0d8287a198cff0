import type { Operator, Tensor } from "../graph.js";
import type { Attributes } from "./attributes.js";
import { inputOf, isKnown, optionsOf, outputOf, requireRank, sizeOf } from "./operands.js";
import type { Scope } from "./scope.js";
import type { Translation } from "./translation.js";
import { unsupported } from "./unsupported.js";

export const resizeBilinear: Translation = (operator, scope) => {
  const options = optionsOf(operator, "ResizeBilinearOptions");
  resize(operator, scope, { mode: "linear", coordinate_transformation_mode: coordinates(options) });
};

/**
 * RESIZE_NEAREST_NEIGHBOR. Half-pixel centres take floor((x + 0.5) · scale), which rounding x's position does;
 * enlarged a whole number of times, that is floor(x · scale), for which ONNX Runtime has a fast kernel.
 */
export const resizeNearest: Translation = (operator, scope) => {
  const options = optionsOf(operator, "ResizeNearestNeighborOptions");
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  const isWhole = [1, 2].every((axis) => sizeOf(output, axis) % sizeOf(input, axis) === 0);
  const asIs = coordinates(options);
  const mode = asIs === "half_pixel" && isWhole ? "asymmetric" : asIs;
  resize(operator, scope, {
    mode: "nearest",
    coordinate_transformation_mode: mode,
    nearest_mode: mode === "asymmetric" ? "floor" : "round_prefer_ceil",
  });
};

function coordinates(options: { alignCorners: boolean; halfPixelCenters: boolean }): string {
  if (options.alignCorners) return "align_corners";
  return options.halfPixelCenters ? "half_pixel" : "asymmetric";
}

function resize(operator: Operator, scope: Scope, values: Attributes): void {
  const input = inputOf(operator, 0);
  const output = outputOf(operator);
  requireRank(operator, input, 4);
  if (![input, output].every((tensor) => isKnown(tensor, 1) && isKnown(tensor, 2)))
    throw unsupported(
      operator,
      `has the shape [${output.signature}], of which only the first size may be unknown`,
    );
  const scales = Float32Array.of(1, 1, scaleOf(input, output, 1), scaleOf(input, output, 2));
  const names = [scope.read(input, "nchw"), "", scope.constant(`${output.name}:scales`, [4], scales)];
  scope.node("Resize", names, scope.write(output, "nchw"), values);
}

/** The float32 from which ONNX Runtime computes the output's size, ⌊input · scale⌋; sizes would fix the batch. */
function scaleOf(input: Tensor, output: Tensor, axis: number): number {
  const from = sizeOf(input, axis);
  const to = sizeOf(output, axis);
  const scale = Math.fround(to / from);
  return Math.fround(scale * from) < to ? Math.fround(scale * (1 + 2 ** -23)) : scale;
}
