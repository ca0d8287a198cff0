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

/**
 * @param scores in the zoo's order
 * @returns those of full batches: what the zoo counts (`drop_remainder`)
 */
export function fullBatches(scores: readonly ImageScore[], batchSize: number): readonly ImageScore[] {
  return scores.slice(0, scores.length - (scores.length % batchSize));
}

/** @returns a share as the zoo logs it: percent, computed in float32. */
export function percent(share: number): number {
  return Math.fround(Math.fround(share) * 100);
}
