import type { Taps } from "./taps.js";

/** Axes of photos of some ten sizes. */
const MOST = 32;
const cache = new Map<string, Taps>();

/** @returns what `make` made for that key, made anew when it was not asked for lately. */
export function cachedTaps(key: string, make: () => Taps): Taps {
  const taps = cache.get(key) ?? make();
  // Entered again, it becomes the newest of the map.
  cache.delete(key);
  cache.set(key, taps);
  for (const oldest of cache.keys()) {
    if (cache.size <= MOST) break;
    cache.delete(oldest);
  }
  return taps;
}
