/**
 * @param count images in the set
 * @param split `dataset.quantization_split`, a share of the images in (0, 1]
 * @returns how many images of the seeded order calibrate: at least one of a set that has any
 */
export function quantizationSubset(count: number, split: number): number {
  return Math.min(count, Math.ceil(count * split - 1e-9));
}
