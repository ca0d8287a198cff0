/** @returns the items in a random order; all orders are equally likely. */
export function shuffled<T>(items: Iterable<T>): T[] {
  return Array.from(items, (item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
