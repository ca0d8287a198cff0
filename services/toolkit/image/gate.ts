/** Runs a task as soon as there is a place for it. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

/** @returns a gate that lets so many tasks run at a time; the others wait for their turn, in order. */
export function gate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes to the next in line, or is free.
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
