import type { Ranges } from "../../../services/quantization/onnx/calibrator.js";

/** What the order of float sums in a convolution may change. */
const TOLERANCE = 2e-6;

/** Compares calibrated ranges, relative to the larger end of each. @returns the first difference, or nothing. */
export function compareRanges(
  got: Ranges,
  golden: Readonly<Record<string, readonly [number, number]>>,
): string | undefined {
  for (const [name, { min, max }] of got) {
    const wanted = golden[name];
    if (wanted === undefined) return `range of ${name}: none in the vectors`;
    const allowed = TOLERANCE * Math.max(Math.abs(wanted[0]), Math.abs(wanted[1]));
    if (!(Math.abs(min - wanted[0]) <= allowed && Math.abs(max - wanted[1]) <= allowed))
      return `range of ${name}: [${min}, ${max}] for [${wanted}]`;
  }
  return undefined;
}
