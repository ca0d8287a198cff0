import { setTimeout as sleep } from "node:timers/promises";

/**
 * A server of several processes gives connections that are opened at once all to one of them, which then does all the
 * work: MLflow's took twice as long for small files.
 */
const APART_MS = 3;

/**
 * Works through things in their order, several at a time, the first of them begun a little apart.
 *
 * @param most at a time
 * @throws the first error of `work`, or of the things themselves; nothing is begun after it, what was begun has ended
 */
export async function several<T>(
  things: Iterable<T> | AsyncIterable<T>,
  most: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in things ? things[Symbol.asyncIterator]() : things[Symbol.iterator]();
  const errors: unknown[] = [];
  let isOver = false;
  const lane = async (): Promise<void> => {
    try {
      while (!isOver) {
        const { done, value } = await iterator.next();
        if (done) isOver = true;
        else if (!isOver) await work(value);
      }
    } catch (error) {
      isOver = true;
      errors.push(error);
    }
  };
  const lanes: Promise<void>[] = [];
  while (!isOver && lanes.length < most) {
    lanes.push(lane());
    await sleep(APART_MS);
  }
  await Promise.all(lanes);
  if (errors.length > 0) throw errors[0];
}
