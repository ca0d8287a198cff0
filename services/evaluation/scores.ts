/** What one image scored. */
export interface ImageScore {
  readonly similarity: number;
  /** Whether the label has a visible key point; without one the similarity is 0. */
  readonly visible: boolean;
}

/** @returns the mean similarity of all images, NaN for none. */
export function meanSimilarity(scores: readonly ImageScore[]): number {
  return scores.reduce((sum, { similarity }) => sum + similarity, 0) / scores.length;
}

/** @returns the mean similarity of the images that have a visible key point, NaN for none. */
export function meanVisibleSimilarity(scores: readonly ImageScore[]): number {
  return meanSimilarity(scores.filter(({ visible }) => visible));
}

/** @returns a share as the zoo logs it: percent, computed in float32. */
export function percent(share: number): number {
  return Math.fround(Math.fround(share) * 100);
}
