import type { Tensor } from "../graph.js";
import { makeOptions } from "../schema/options.js";
import { imageInput, sequenceInput } from "./image-input.js";
import type { Lowering, Lowerings } from "./lowering.js";
import { type Margin, marginsOf } from "./margins.js";
import type { Scope } from "./scope.js";
import { sizesOf } from "./sizes.js";

/** Zeros around an image or a sequence. */
export const ZERO_PADDING: Lowerings = new Map<string, Lowering>([
  [
    "ZeroPadding2D",
    (layer, inputs, scope) => pad(imageInput(layer, inputs).image, marginsOf(layer, "padding", 2), scope),
  ],
  [
    "ZeroPadding1D",
    (layer, inputs, scope) =>
      pad(sequenceInput(layer, inputs).sequence, marginsOf(layer, "padding", 1), scope),
  ],
]);

/** Adds zeros at both ends of the axes between the batch and the channels. */
export function pad(tensor: Tensor, margins: readonly Margin[], scope: Scope): Tensor {
  const full: readonly Margin[] = [[0, 0], ...margins, [0, 0]];
  const paddings = scope.constant("paddings", Int32Array.from(full.flat()), [full.length, 2]);
  const sizes = sizesOf(tensor).map((size, axis) => {
    const [begin, end] = full[axis] ?? [0, 0];
    return size === -1 ? -1 : begin + size + end;
  });
  return scope.emit({ op: "PAD", inputs: [tensor, paddings], sizes, options: makeOptions("PadOptions") });
}
