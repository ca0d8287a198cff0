/** Order of the axes of a rank-4 tensor in memory: as TensorFlow Lite has it, or as ONNX's convolutions want it. */
export type Layout = "nhwc" | "nchw";

/** For each axis of an NCHW tensor, the NHWC axis that it is. */
export const TO_NCHW: readonly number[] = [0, 3, 1, 2];

/** For each axis of an NHWC tensor, the NCHW axis that it is. */
export const TO_NHWC: readonly number[] = [0, 2, 3, 1];

/** @returns where an axis of the NHWC tensor is in the layout; a negative axis counts from the end. */
export function axisIn(layout: Layout, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  return layout === "nhwc" ? positive : TO_NCHW.indexOf(positive);
}

/** @returns one value for each axis of the NHWC tensor, in the order of the layout. */
export function inOrderOf<T>(layout: Layout, values: readonly T[]): T[] {
  if (layout === "nhwc") return [...values];
  return TO_NCHW.flatMap((axis) => values.slice(axis, axis + 1));
}
