import { runInNewContext } from "node:vm";
import { Random } from "./random.js";
import type { FuzzTarget } from "./target.js";

const BATCH = 1000;
/** For a batch; one input takes some microseconds. */
const TIMEOUT_MS = 20_000;

export interface FuzzOptions {
  readonly count: number;
  /** Input number `n` is made from `seed + n` alone, so that it can be made again. */
  readonly seed: number;
}

/**
 * Puts that many inputs to a target.
 * @returns how many it accepted.
 * @throws Error with the input, its number and what went wrong, also when one takes too long.
 */
export function run(target: FuzzTarget, { count, seed }: FuzzOptions): number {
  let accepted = 0;
  let at = 0;
  let text = "";
  const work = (end: number) => {
    for (; at < end; at++) {
      text = target.input(new Random(seed + at));
      if (target.check(text)) accepted++;
    }
  };
  while (at < count) {
    try {
      runInNewContext("work(end)", { work, end: Math.min(count, at + BATCH) }, { timeout: TIMEOUT_MS });
    } catch (error) {
      throw new Error(`${target.name}: input ${JSON.stringify(text)} (seed ${seed + at}) failed`, {
        cause: error,
      });
    }
  }
  return accepted;
}
