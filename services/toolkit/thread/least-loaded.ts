/** @returns the thread with the least to do, the first of several */
export function leastLoaded<Loaded extends { readonly load: number }>(threads: readonly Loaded[]): Loaded {
  return threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
}
