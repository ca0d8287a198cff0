/** @returns the nearest integer, of two equally near ones the even one: as NumPy, ONNX, `tf.round` and C's `rint` */
export function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}
