import type { Random } from "./random.js";

/** Something that reads text which anyone may have written. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs of a full run. */
  readonly count: number;
  /** @returns one input, which may be malformed. */
  input(random: Random): string;
  /**
   * Reads it.
   * @returns whether it was accepted.
   * @throws Error for anything but an acceptance that holds or a refusal as documented.
   */
  check(text: string): boolean;
}
