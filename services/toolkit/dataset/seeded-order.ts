import { NumpyRandom } from "../random/numpy-random.js";

/**
 * @returns the items in the zoo's order for a seed: a copy shuffled by NumPy's legacy generator. A seed of 0 is 0.
 * @throws RangeError for a seed outside 0 … 2³²−1
 */
export function seededOrder<T>(items: readonly T[], seed: number): readonly T[] {
  const order = [...items];
  new NumpyRandom(seed).shuffle(order);
  return order;
}
