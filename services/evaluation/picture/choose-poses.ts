import type { ImageScore } from "../scores.js";

/**
 * @returns so many results, at most, from the worst to the best, with as many others between one and the next: they
 *   stand for all
 */
export function choosePoses<T extends ImageScore>(results: readonly T[], count: number): readonly T[] {
  const sorted = results.toSorted((a, b) => a.similarity - b.similarity);
  if (sorted.length <= count) return sorted;
  const step = (sorted.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => sorted[Math.round(i * step)]).filter(
    (result) => result !== undefined,
  );
}
