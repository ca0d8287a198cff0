import { BOX_VALUES, type Person } from "../toolkit/dataset/parse-label.js";

const EPSILON = 1e-7;
/** Part of a box that a person fills. */
const FILL = 0.53;

/**
 * The zoo's object key point similarity of one person:
 * `Σ vᵢ·exp(−dᵢ² / (2·(2σᵢ)²·(0.53·w·h + 1e-7))) / (Σ vᵢ + 1e-7)`, distances and box in shares of the picture. The
 * visibility weighs: 2 counts twice. COCO's own differs (area of the annotation, visible or not).
 * @param pose x, y, confidence per key point; the confidence is not used
 * @param sigmas one per key point; a point with a sigma of 0 scores 0
 * @returns 0 … 1, rounded to float32; 0 without a visible key point
 */
export function objectKeypointSimilarity(
  person: Person,
  pose: Float32Array,
  sigmas: readonly number[],
): number {
  const area = FILL * (person[3] ?? 0) * (person[4] ?? 0) + EPSILON;
  let sum = 0;
  let weights = 0;
  sigmas.forEach((sigma, i) => {
    const at = BOX_VALUES + 3 * i;
    const dx = (person[at] ?? 0) - (pose[3 * i] ?? 0);
    const dy = (person[at + 1] ?? 0) - (pose[3 * i + 1] ?? 0);
    const visibility = person[at + 2] ?? 0;
    if (sigma > 0) sum += visibility * Math.exp(-(dx * dx + dy * dy) / (2 * (2 * sigma) ** 2 * area));
    weights += visibility;
  });
  return Math.fround(sum / (weights + EPSILON));
}
