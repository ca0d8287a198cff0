import type { Operator, Tensor } from "../graph.js";
import { PADDING } from "../schema/enumerations.js";
import { isKnown, sizeOf } from "./operands.js";
import { unsupported } from "./unsupported.js";

/** A window that moves over an image, each pair for height and width. */
export interface Window {
  /** One of PADDING. */
  readonly padding: number;
  readonly sizes: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
}

/**
 * @returns ONNX's `pads`, [top, left, bottom, right], for TensorFlow's kind of padding.
 * @throws ServiceError `operator_unsupported` where the amounts depend on sizes that are unknown.
 */
export function padsOf(operator: Operator, image: Tensor, window: Window): number[] {
  if (window.padding !== PADDING.SAME) return [0, 0, 0, 0];
  const [top, bottom] = halves(totalPadding(operator, image, window, 0));
  const [left, right] = halves(totalPadding(operator, image, window, 1));
  return [top, left, bottom, right];
}

/** Splits an amount of padding as TensorFlow does: the odd one goes behind. */
export function halves(total: number): [number, number] {
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function totalPadding(operator: Operator, image: Tensor, window: Window, place: 0 | 1): number {
  const reach = (window.sizes[place] - 1) * window.dilations[place] + 1;
  const stride = window.strides[place];
  if (stride === 1) return reach - 1;
  if (!isKnown(image, place + 1))
    throw unsupported(
      operator,
      `pads '${image.name}' of shape [${image.signature}] by what depends on its size`,
    );
  const input = sizeOf(image, place + 1);
  return Math.max((Math.ceil(input / stride) - 1) * stride + reach - input, 0);
}
