import { PADDING } from "../schema/enumerations.js";

/** One axis of a window that moves over an image. */
export interface Window {
  readonly input: number;
  /** Size of the window. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}

/** @returns ONNX's `pads`, [top, left, bottom, right], for TensorFlow's padding kinds. */
export function padsOf(padding: number, height: Window, width: Window): number[] {
  if (padding !== PADDING.SAME) return [0, 0, 0, 0];
  const [top, bottom] = halves(totalPadding(height));
  const [left, right] = halves(totalPadding(width));
  return [top, left, bottom, right];
}

/** Splits an amount of padding as TensorFlow does: the odd one goes behind. */
export function halves(total: number): [number, number] {
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function totalPadding({ input, size, stride, dilation }: Window): number {
  const output = Math.ceil(input / stride);
  return Math.max((output - 1) * stride + (size - 1) * dilation + 1 - input, 0);
}
